import type { TrainRequest } from "../../workers/lab/protocol.ts";

export const ENCODER = "encoder";
export const VECTORS = "vectors";

export interface LabOption {
  id: string;
  label: string;
  /** What it is, in half a sentence. */
  about: string;
}

export const FEATURES: readonly LabOption[] = [
  { id: "surface", label: "Surface", about: "ten numbers of the text: length, lines, digits, code marks" },
  { id: "state", label: "Router state", about: "128 numbers of the shipped router; takes longest to compute" },
  { id: "tfidf", label: "TF-IDF", about: "hashed words and parts of words" },
  { id: ENCODER, label: "Encoder", about: "a text encoder of the Hub or from files" },
  { id: VECTORS, label: "Vectors", about: "of your own, one for each row of the table" },
];

export const HEADS: readonly LabOption[] = [
  { id: "knn", label: "kNN", about: "the mean score of the nearest prompts" },
  { id: "ridge", label: "Ridge", about: "linear regression with a penalty" },
  { id: "logistic", label: "Logistic", about: "logistic regression on the scores" },
  { id: "clusters", label: "Clusters", about: "the best model of the nearest cluster (k-means)" },
  { id: "mlp", label: "MLP", about: "a network with 64 hidden units; dense features only" },
];

/** Beyond this many prompts, what is measured besides takes long, and is asked for. */
const MANY_PROMPTS = 5_000;

/** What is chosen at first. Encoder and vectors have to be given by the user. */
export const firstChoices = (prompts: number): TrainRequest => ({
  features: FEATURES.map(({ id }) => id).filter((id) => id !== ENCODER && id !== VECTORS),
  heads: [],
  inMean: [],
  clean: true,
  learningCurve: prompts <= MANY_PROMPTS,
  leaveOut: prompts <= MANY_PROMPTS,
  predictCosts: false,
  test: null,
});

/** The list with an id added or taken out, in the order of the options. */
export const toggled = (options: readonly LabOption[], chosen: readonly string[], id: string): string[] =>
  options.map((one) => one.id).filter((one) => (one === id ? !chosen.includes(one) : chosen.includes(one)));
