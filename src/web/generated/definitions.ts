export const definitions = {
  "criterion": {
    "title": "Shared latent",
    "anchor": "shared-latent",
    "statement": "Latent i is shared if the optimal decoder matching and the optimal encoder matching name the same partner, pi_d(i) = pi_e(i), and both cosines pass: C^d(i, pi_d(i)) >= 0.7 and C^e(i, pi_e(i)) >= 0.7.",
    "byChance": "The shared fraction of random unit vectors of the same sizes and width, independent or with the means and covariances of the two dictionaries, matched in the same way: `nulls` next to every shared fraction, where nulls were computed.",
    "silentOn": "Whether both latents do the same in the model: only the directions of their rows are compared. A latent just below the threshold counts like one that has nothing near it."
  },
  "solvedBasis": {
    "title": "Matching solved here",
    "anchor": "matching-solved-here",
    "statement": "Solved by Reseed; the certificates bound every bijection from above.",
    "byChance": null,
    "silentOn": "Whether the bijection is the only optimal one, or how much a single pair matters for it. The certificate speaks of the rows as float32 unit vectors."
  },
  "publication": {
    "title": "Matching published by others",
    "anchor": "matching-published-by-others",
    "statement": "Not certified by Reseed; published by example (sae_overlap, cosines unknown).",
    "byChance": null,
    "silentOn": "Whether the matching is optimal. Nearest candidates are not in such files, so no definition by them can be used."
  },
  "aliveSide": {
    "title": "One side, the living alone",
    "anchor": "one-side-the-living-alone",
    "statement": "Pairs (i, pi(i)) with both latents alive, pi the matching of all latents. MMCS: mean over alive i of the largest C(i, j) over alive j. Regret: mean over those pairs of (largest C(i, j) over alive j - C(i, pi(i))). The largest is looked for among the 4 nearest latents, dead ones included, that are kept of each; latents of which these are all dead are left out and counted.",
    "byChance": null,
    "silentOn": "What the optimal matching of the living alone would be: dead latents took part in the one that is used here."
  },
  "coverage": {
    "title": "Coverage and split factor",
    "anchor": "coverage-and-split-factor",
    "statement": "Latent i is covered if max_j C(i, j) >= 0.7; coverage is the covered part of the latents. Split factor: covered latents per different nearest latent j of theirs, 1 if no two have the same. Null, in closed form: independent unit vectors uniform on the sphere in d dimensions, as many as there are latents (dead ones included; >=), whose nearest ones are each as likely.",
    "byChance": "In closed form, as the definition says: `nullCoverage` and `nullSplitFactor`.",
    "silentOn": "Whether a covered latent has a partner of its own: several can be covered by one. Coverage of A by B differs from that of B by A."
  },
  "similarity": {
    "title": "CKA and RSA of matched rows",
    "anchor": "cka-and-rsa-of-matched-rows",
    "statement": "Unit decoder rows of at most 256 pairs of the decoder matching whose latents are both alive, a seeded sample (seed 20250126); signs as stored. CKA: with rows centred over the pairs, |Y^T X|^2 / (|X^T X| |Y^T Y|), Frobenius norms. RSA: Pearson correlation of the upper triangles of X X^T and Y Y^T; by ranks, Spearman. Shuffles: 199 random pairings of the same rows (same seed); p = (1 + shuffles that give at least the value) / (1 + 199). The pairs were chosen by their cosines, which raises all numbers: shuffles test whether the pairing matters, not whether the dictionaries are related. Linear CKA has a high floor where pairs are few for the width: compare with the mean over shuffles.",
    "byChance": "The mean over random pairings of the same rows, and a p-value by them.",
    "silentOn": "Whether the dictionaries are related: the pairs were chosen because their rows are alike."
  },
  "canonicalCorrelation": {
    "title": "SVCCA of matched rows",
    "anchor": "svcca-of-matched-rows",
    "statement": "SVCCA over unit decoder rows of 14563 pairs of the decoder matching whose latents are both alive (of 32768; seed 20250126), centred over the pairs: mean of the canonical correlations between the first principal components of either side that keep 0.99 of the variance, over the smaller number of components; float32 products, good to 1e-5. Shuffles: 19 random pairings of the same rows; p = (1 + shuffles that give at least the value) / (1 + 19). Chance is high where pairs are few for the number of components: compare with the mean over shuffles. The pairs were chosen by their cosines.",
    "byChance": "The mean over random pairings of the same rows, and a p-value by them.",
    "silentOn": "Whether the dictionaries are related, or which latents make the correlation."
  },
  "outlier": {
    "title": "Outlier among dictionaries",
    "anchor": "outlier-among-dictionaries",
    "statement": "m_i = mean over the other dictionaries j of (F[i][j] + F[j][i]) / 2, F the shared fraction. i is an outlier if m_i < median(m) - 3.5 x 1.4826 x MAD(m) and m_i <= median(m) - 0.05; not defined for fewer than 4 dictionaries.",
    "byChance": null,
    "silentOn": "Why a dictionary stands apart: another dataset, another setting and a failed run look the same here."
  },
  "universality": {
    "title": "Universality",
    "anchor": "universality",
    "statement": "u_i = 1 + the number of other dictionaries in which latent i of the base dictionary is shared under the criterion; entry k - 1 counts the latents with u_i = k. Relative to the base, not a cluster.",
    "byChance": "From the nulls of the pairs, as under \"Chance over a run group\": `nulls`.",
    "silentOn": "Whether the partners in two other dictionaries are each other's: cycle consistency and families look at that. Nor does it say how often a latent would be found in further dictionaries."
  },
  "onlyInBase": {
    "title": "Only in the base dictionary",
    "anchor": "only-in-the-base-dictionary",
    "statement": "Fraction of the base dictionary's latents that are shared with none of k - 1 other dictionaries under the criterion: the exact mean over all subsets of k - 1 others. The standard deviation is over these subsets, and given for up to 16 others.",
    "byChance": "From the nulls of the pairs, as under \"Chance over a run group\": `nulls`.",
    "silentOn": "How the curve goes beyond the dictionaries that are here. The standard deviation is over subsets of these, which overlap, and no error of the mean."
  },
  "powerLaw": {
    "title": "Power law of the curve",
    "anchor": "power-law-of-the-curve",
    "statement": "Least squares of a * k^-b + c with 0.01 < b < 20; residual is the root mean square. Null for fewer than 4 points, for a constant curve, and where the best b lies at the border.",
    "byChance": null,
    "silentOn": "That the curve is a power law, or what c will be with more dictionaries: three numbers fit few points well."
  },
  "cycleConsistency": {
    "title": "Cycle consistency",
    "anchor": "cycle-consistency",
    "statement": "mean over latents i of a of [pi_bc(pi_ab(i)) = pi_ac(i)], pi the optimal matching, averaged over all ordered triples (a, b, c) of different dictionaries; a latent that a matching leaves out is not consistent. firstAgrees: only latents i with pi_ab the same by decoder and by encoder. allAgree: only latents with pi_ab(i), pi_ac(i) and pi_bc(pi_ab(i)) the same by both.",
    "byChance": "`chance` is 1 / n, what independent random bijections give. Matchings of unrelated dictionaries give more, since all three are optimised on the same rows.",
    "silentOn": "How near partners are: no threshold takes part."
  },
  "families": {
    "title": "Families",
    "anchor": "families",
    "statement": "Connected components of the latents counted, tied where each of two latents is the accepted partner of the other under the criterion. Consistent: at most one latent per dictionary. Cosines are over the tied pairs, of decoder rows except under ENCODER.",
    "byChance": null,
    "silentOn": "That the members of a family are all alike: components chain, so two of them may have a low cosine. At low thresholds random dictionaries form one family of nearly everything."
  },
  "union": {
    "title": "Core and union",
    "anchor": "core-and-union",
    "statement": "A feature is a family or a latent alone; it is in a dictionary that has a latent of it. Expected union of t dictionaries over all subsets: S_t = sum over q of Q_q (1 - C(S - q, t) / C(S, t)), Q_q the features in exactly q of S dictionaries (sample-based rarefaction, Colwell, Mao and Chang 2004, Ecology 85:2717). unseen is Chao2 (Chao 1987, Biometrics 43:783), a lower bound if dictionaries are exchangeable: (S - 1)/S x Q_1^2 / (2 Q_2), or (S - 1)/S x Q_1 (Q_1 - 1) / 2 where Q_2 = 0.",
    "byChance": "From the nulls of the pairs, as under \"Chance over a run group\": `nulls`.",
    "silentOn": "How many features there are: a feature whose latents were not recognised as one counts several times, which inflates the union, and `unseen` without bound."
  },
  "representatives": {
    "title": "Exported core and union",
    "anchor": "exported-core-and-union",
    "statement": "One latent for each feature (a family, or a latent alone): the member with the largest sum of cosines to the members that it is tied to, decoder row, encoder row and encoder bias as trained; of equal ones the first.",
    "byChance": null,
    "silentOn": "How well these latents reconstruct together: they were trained in different dictionaries."
  },
  "chance": {
    "title": "Chance over a run group",
    "anchor": "chance-over-a-run-group",
    "statement": "From the nulls of the pairs: each latent of a base dictionary is shared with each other dictionary with the probability that random vectors give for that pair under the criterion (threshold rounded down to a multiple of 0.01, taken as >=), independently of the others.",
    "byChance": null,
    "silentOn": "What dependence between pairs does: three dictionaries matched pairwise are not independent."
  },
  "sameInitSeed": {
    "title": "Equal init seeds",
    "anchor": "equal-init-seeds",
    "statement": "Both were initialised with the same seed: they begin as the same dictionary, so their similarity says little about what comes back under another seed.",
    "byChance": null,
    "silentOn": "Whether dictionaries of unknown init seed share one."
  },
  "nearest": {
    "title": "Nearest latents",
    "anchor": "nearest-latents",
    "statement": "cosine = <x, y> / (|x| |y|) of decoder rows as stored; rows of zeros have none and are left out; ties by lower index.",
    "byChance": "The largest of n cosines grows with n even for random rows: see the coverage of random vectors under \"Coverage and split factor\".",
    "silentOn": "Whether a hit is the partner: one latent can be nearest to many. `matchedPartner` says what the matching names."
  },
  "baseOrphans": {
    "title": "What others missed",
    "anchor": "what-others-missed",
    "statement": "Latents that are not shared with at least 8 of 8 other dictionaries and whose best explanation has a score by \"detection\" of at least 0.8; highest score first, then the most frequent, unknown frequency last, then by index.",
    "byChance": null,
    "silentOn": "Whether the others lack the feature: it may be split over several latents there, which a recoding shows. Orphans without a score are counted and not listed."
  },
  "sharedByScore": {
    "title": "Shared by explanation score",
    "anchor": "shared-by-explanation-score",
    "statement": "Value: score of the best explanation, where \"detection\" decides it. Known and unknown values are counted; all else is of the known. Rank correlation: Spearman's, with the number of dictionaries in which a latent is found, its own included. Bins: 10 at most, of as nearly equal numbers of latents as equal values allow; shared there means found in at least 1 of 8 other dictionaries; intervals of 95 % by Wilson, latents taken as independent. Latents of all dictionaries are pooled: a shared pair is counted from both of its ends, so that the intervals are too narrow.",
    "byChance": "A correlation of 0, with as many latents as are known.",
    "silentOn": "What the latents without a score are like. Rare latents are often not scored. A correlation has no direction."
  },
  "sharedByFrequency": {
    "title": "Shared by firing frequency",
    "anchor": "shared-by-firing-frequency",
    "statement": "Value: fraction of tokens on which the latent fires, as at `Latent.firingFrequency`. Known and unknown values are counted; all else is of the known. Rank correlation: Spearman's, with the number of dictionaries in which a latent is found, its own included. Bins: 10 at most, of as nearly equal numbers of latents as equal values allow; shared there means found in at least 1 of 8 other dictionaries; intervals of 95 % by Wilson, latents taken as independent. Latents of all dictionaries are pooled: a shared pair is counted from both of its ends, so that the intervals are too narrow.",
    "byChance": "A correlation of 0, with as many latents as are known.",
    "silentOn": "Why frequent latents are shared more or less often. Frequencies of two dictionaries may come from different tokens."
  },
  "recoding": {
    "title": "Recoding of an orphan",
    "anchor": "recoding-of-an-orphan",
    "statement": "x is the latent's unit decoder row, d_k unit decoder rows of the whole other dictionary, dead ones included, weights c_k >= 0. Greedy: the row with the largest dot product with what is left of x comes in, then all weights are fitted afresh, up to 4 rows. R^2 = 1 - |x - sum c_k d_k|^2 / |x|^2. Null: mean R^2 over 16 draws (seed 20250126) of as many random unit rows of this width. k rows are enough if R^2 >= 0.7 and R^2 - null >= 0.2, both for k rows. FOUND: one is enough; SPLIT: 2 to 4 are. MERGED: neither, but the latent y there that is nearest to x is rebuilt in the same way from the rows of x's own dictionary, with 2 to 4 rows that are enough for y, x among them, and without x R^2 of y falls by at least 0.2 more than what the last of as many rows adds by chance. MISSING: otherwise. Signs count, whatever the matching maximises; greedy choice may miss a better set of several rows.",
    "byChance": "The mean R^2 for as many random unit rows, per number of rows: `nullRSquared`.",
    "silentOn": "Whether the latents that rebuild a row fire where it fires: directions alone are compared."
  },
  "borrowedExplanation": {
    "title": "Borrowed explanation",
    "anchor": "borrowed-explanation",
    "statement": "Borrowed: made for the partner and never tested on this latent. Of the partners that are accepted and have an explanation, the one whose best explanation comes first by its scorer (as at `Explanation`), then by score, those without one last; then the highest cosine of the rows that name the partner, then the lowest init seed.",
    "byChance": null,
    "silentOn": "Whether the text is true of this latent. Score it here before relying on it."
  },
  "explanationAgreement": {
    "title": "Agreement of explanations",
    "anchor": "agreement-of-explanations",
    "statement": "Pairs: latents of A with their accepted partner in B, of which both have an explanation with a word that counts; at most 1,024 of them, a seeded sample. The label of a latent is its best explanation.",
    "byChance": "As under the two comparisons of labels that follow.",
    "silentOn": "What the pairs without two labels would give: how many they are is counted."
  },
  "labelOverlap": {
    "title": "Overlap of labels",
    "anchor": "overlap-of-labels",
    "statement": "Overlap of two texts: Dice coefficient 2 |X and Y| / (|X| + |Y|) of their sets of words, 0 to 1. Words: runs of letters and digits of the first 2,000 characters, stemmed, without stop words, by PostgreSQL's English dictionary (Snowball). Random: mean over 199 random pairings of the same latents, seed 20250126; p = (1 + pairings that give at least the value) / (1 + 199). Neighbours: for each latent of A the nearest of the candidates kept in B that is not the partner and has a label; p as before, over 199 draws that exchange partner and neighbour by the toss of a coin.",
    "byChance": "The mean over random pairings, and over near latents that are not the partner, each with a p-value.",
    "silentOn": "Whether texts in other words mean the same. Explanations of one explainer resemble each other in style."
  },
  "labelCosine": {
    "title": "Cosine of labels",
    "anchor": "cosine-of-labels",
    "statement": "Cosine of the sentence embeddings of two texts, all vectors by the one embedder that has made most of those needed. Random: mean over 199 random pairings of the same latents, seed 20250126; p = (1 + pairings that give at least the value) / (1 + 199). Neighbours: for each latent of A the nearest of the candidates kept in B that is not the partner and has a label; p as before, over 199 draws that exchange partner and neighbour by the toss of a coin.",
    "byChance": "The mean over random pairings, and over near latents that are not the partner, each with a p-value.",
    "silentOn": "Anything on a scale of its own: cosines of two embedders cannot be compared."
  },
  "labelDisagreement": {
    "title": "Disagreement of rows and labels",
    "anchor": "disagreement-of-rows-and-labels",
    "statement": "Matched with cosine >= 0.9, labels that overlap by <= 0.1; greatest cosine - overlap first. Of latents of A and the partners in B that the definition names, accepted or not; pairs without two labels are left out. Overlap of two texts: Dice coefficient 2 |X and Y| / (|X| + |Y|) of their sets of words, 0 to 1. Words: runs of letters and digits of the first 2,000 characters, stemmed, without stop words, by PostgreSQL's English dictionary (Snowball).",
    "byChance": null,
    "silentOn": "Which of the two is wrong, the label of one latent or that of the other."
  },
  "explanationSearch": {
    "title": "Search of explanations",
    "anchor": "search-of-explanations",
    "statement": "Sum over both orders of 1 / (60 + rank), rank from 1 among the 500 best of each; 0 where a hit is not among them.",
    "byChance": null,
    "silentOn": "How good a hit is: scores order hits, and those of two modes cannot be compared."
  },
  "encoding": {
    "title": "What fires on a text",
    "anchor": "what-fires-on-a-text",
    "statement": "Activations as the dictionary's own library computes them, in float32; those above zero fire. A feature is a family of latents of one run group under BOTH_AGREE >= 0.7, or a latent that is in none. Strength: activation times the length of the decoder row, the largest over the latents of the feature. FVU of a token: |x - xhat|^2 over the mean of |x - mean x|^2 of all tokens here, so that the mean over tokens is the FVU of the text.",
    "byChance": "A dictionary that is shown activations of another model, hookpoint or scale has an FVU near 1 or above.",
    "silentOn": "What the model does with a feature. A latent alone has no accepted partner under this criterion; with a lower threshold it may have one. The mean of a short text is of few tokens."
  },
  "initialDistance": {
    "title": "Distance from the initial weights",
    "anchor": "distance-from-the-initial-weights",
    "statement": "Cosine of each final decoder row with its own initial row, drawn again from the init seed: d standard normals scaled to unit length. A zero row has cosine 0. All latents count, dead ones too. Quantiles are interpolated linearly between ordered cosines. Null: independent unit vectors uniform on the sphere, whose cosine has mean 0 and standard deviation 1 / sqrt(d).",
    "byChance": "As the definition says: mean 0, standard deviation 1 / sqrt(d).",
    "silentOn": "When in training a row moved, and whether it moved to a feature."
  },
  "sharedOverTokens": {
    "title": "Shared over tokens of training",
    "anchor": "shared-over-tokens-of-training",
    "statement": "At each token count: mean over the pairs of seeds of this run that are matched, and over both ends of each pair, of the fraction of latents that are shared. Other dictionaries of the same run group are left out.",
    "byChance": "`nullSharedFraction`: the same mean for random vectors with the means and covariances of the dictionaries, where nulls were computed.",
    "silentOn": "What a longer training would give, and how far the rows of one seed have moved."
  }
} as const;
