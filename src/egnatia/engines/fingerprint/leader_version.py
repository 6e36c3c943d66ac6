"""What the maker of LEADER's graph and its runner have to agree on."""

#: Part of the cache key: change it whenever leader_graph.py makes a different graph from the same weights.
GRAPH_VERSION = "2"
INPUT, OUTPUT = "picture", "maps"
#: Height and width of the input must be multiples of this: the encoders halve it four times, after the stem once.
SIZE_MULTIPLE = 32
