"""What the maker of LEADER's graphs and their runner have to agree on."""

#: Part of the cache key: change it whenever leader_graph.py makes other graphs from the same weights.
GRAPH_VERSION = "3"
#: The two graphs: where minutiae are, and what they are like.
FINDER, DESCRIBER = "finder", "describer"
PICTURE, PEAKS, FEATURES = "picture", "peaks", "features"
AROUND, INSIDE, DESCRIBED = "around", "inside", "described"
#: Height and width of the input must be multiples of this: the encoders halve it four times, after the stem once.
SIZE_MULTIPLE = 32
#: What is said of a minutia depends on the features up to so many pixels (of half the size) from its own: 3 by the depthwise
#: convolution, 1 by the last.
REACH, LAST_REACH = 4, 1
