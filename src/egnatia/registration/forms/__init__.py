"""The forms of the steps. Each gives its action's values (`values()`) and takes what a draft holds (`initial_of`)."""
