"""Every constant of the comparison, named once.

Lengths are pixels at 500 dpi, directions 1/256 turn, angles radians. MCC is Cappelli, Ferrara and Maltoni, "Minutia
Cylinder-Code", IEEE TPAMI 32(12), 2010; the values are that paper's (table 1) or those of the binary form in Ferrara,
Maltoni and Cappelli, "Noninvertible Minutia Cylinder-Code Representation", IEEE TIFS 7(6), 2012, unless the line says why not.
"""

import math

# The template
MOST_MINUTIAE = 80  # of a finger, by quality: more only adds noise and time (reference: LEADER finds 38 on FVC prints)

# One cylinder per minutia: cells of a grid around it times slices of direction
GRID = 8  # N_S, cells along the diameter
SLICES = 6  # N_D
RADIUS = 70.0  # R
CELL = 2 * RADIUS / GRID  # Delta_S
SLICE = 2 * math.pi / SLICES  # Delta_D
SPREAD = 28 / 3  # sigma_S, of a neighbour's place
DIRECTION_SPREAD = 2 * math.pi / 9  # sigma_D, of a neighbour's direction
# A cell counts as its sum over the sum and this: beyond it, more neighbours hardly say more. (The paper's binary form sets a
# bit above mu_Psi = 0.01.)
HALF_CELL = 0.005
OUTSIDE_HULL = 50.0  # Omega: a cell further out of the minutiae's convex hull is not valid
LEAST_VALID_CELLS = 0.5  # share of valid cells below which a cylinder says too little
LEAST_NEIGHBOURS = 2  # min_M
WORDS = 2  # uint64 words that hold the bits of one cylinder: signs of projections of its cells (`cylinders`)
CYLINDER_BITS = 64 * WORDS

# Which minutiae may be one another, and how many of the best pairs make the score. A finger may lie on the sensor as it likes:
# the most alike minutiae tell how far one print is turned to the other, and pairs turn about as far.
DIRECTION_GATE = 40  # 56 degrees: how far a pair may turn from that
TURN_ALIKE = 48  # bits: minutiae that differ in fewer tell the turn; each says the square of what it is below
UPRIGHT, UPRIGHT_VOTES = 32, 250  # turns that need no proof, 45 degrees either way, and what they have over the others
FEWEST_PAIRS, MOST_PAIRS = 7, 12  # min_nP (4 in the paper, but chance finds four good pairs in fingers of ten minutiae), max_nP
FILTER_FEWEST_PAIRS = 4  # the filter, which only ranks, loses fewer prints of few minutiae so
PAIRS_MIDDLE, PAIRS_SLOPE = 20, 0.4  # mu_P, tau_P

# Relaxation: pairs that fit together geometrically strengthen one another. Skin stretches more than the paper allows (5 pixels,
# pi/12): with the paper's cylinders, a little wider took false non-matches at 0.01 % false matches from 4.1 to 3.4 %.
ROUNDS = 5  # n_rel
OWN_WEIGHT = 0.5  # w_R
DISTANCE_MIDDLE, DISTANCE_SLOPE = 6.0, -1.6  # mu_1, tau_1
ANGLE_MIDDLE, ANGLE_SLOPE = math.pi / 10, -30.0  # mu_2 = mu_3, tau_2 = tau_3
LEAST_SUPPORT = 0.5  # mean fit with the best pairs from which a pair is shown to the examiner
MOST_STRETCH, MOST_TURN = 11.0, 0.55  # beyond these the sigmoids above are below 0.001: the pair counts as not fitting

# The coarse code: a histogram over pairs of minutiae, projected to bits
CODE_WORDS = 4  # uint64 a finger
CODE_BITS = 64 * CODE_WORDS
DISTANCE_BINS, ANGLE_BINS = 8, 10
LEAST_DISTANCE, MOST_DISTANCE = 8.0, 160.0  # of two minutiae; nearer their line has no direction, farther skin stretches

# The scan of codes: standard deviations that a feature lies from the mean become the weight of its bit, rounded, 3 at most
CODE_WEIGHT = 1.5
CODE_IMPOSTOR = 0.78  # standard deviations beyond chance that codes of two different fingers are alike on average
CODE_POWER = 1.5  # of what is beyond that, before fingers are added: few surely alike say more than many a little

# Fusion of fingers (measured on the shared prints: impostors have mean 0.0076, 99.99th percentile 0.0189; genuine median 0.23)
IMPOSTOR_SCORE = 0.008  # what two different fingers score on average
EVIDENCE_SCALE = 0.027  # above it, one finger has said two thirds of what it can

# The search cascade
# By the number of common fingers (from 0), what the codes of 999 in 1,000 captures reach that the exact comparison matches
LEAST_ALIKE = (0.0, 0.0, 0.04, 1.05, 2.73, 4.7, 7.1, 9.79, 12.18, 14.83, 19.31)
SHORTLIST_LEAST = 30  # persons that go on from the codes, whatever theirs say
FILTER_FINGERS = 3  # most fingers that the filter looks at, those with most minutiae
FILTER_IMPOSTOR = 0.27  # what the filter says of two different fingers on average
EXACT_LEAST, EXACT_PAIRS = 30, 2000  # persons that are compared exactly: at least; and so many finger pairs
