"""The main job: drafts and their steps, signing, correcting; by page, command line, API, import or watched folder."""
