"""Record linkage: what two records say for and against being one person's, field by field (Fellegi and Sunter 1969)."""
