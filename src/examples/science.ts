import { type ExamplePrompt, inGroup } from "./example.ts";

export const SCIENCE: readonly ExamplePrompt[] = [
  ...inGroup("arxiv", [
    {
      title: "A machine-learning abstract",
      text: "We propose a transformer architecture for long documents and show that it outperforms strong [MASK] on three benchmarks while using half of the parameters.",
      note: "The phrases of one field: the expert of computer science should be far ahead.",
    },
    {
      title: "A robot learns",
      text: "Our policy is trained with reinforcement learning in simulation and transfers to a real robot without any further [MASK]. Code and videos are available on the project page.",
      note: "The same field, other words: how much does the margin shrink?",
    },
    {
      title: "An astronomy abstract",
      text: "We present spectroscopic observations of a dwarf galaxy at redshift 0.3 and derive its stellar [MASK] from the near-infrared photometry.",
      note: "Two arXiv fields, two experts: compare with the abstracts above.",
    },
    {
      title: "Gravitational waves",
      text: "The merger of two neutron stars produces gravitational [MASK] and, within hours, an optical transient whose light curve is powered by radioactive decay.",
      note: "Astrophysics that an encyclopaedia could have written as well.",
    },
  ]),
  ...inGroup("pubmed", [
    {
      title: "A randomised trial",
      text: "In this double-blind trial, 212 patients were randomly assigned to receive either the study drug or [MASK], and the primary outcome was pain at 12 weeks.",
      note: "A sentence that every trial has: small experts manage it, too.",
    },
    {
      title: "A result with its interval",
      text: "There was no significant difference between the groups (mean difference 0.4, 95% [MASK] −0.3 to 1.1; P = 0.24), and adverse events were mild.",
      note: "Half numbers, half words: which part carries the domain?",
    },
  ]),
  ...inGroup("clinical", [
    {
      title: "An operation report",
      text: "The patient was brought to the operating room and placed in the supine position. After general [MASK] was induced, the abdomen was prepped and draped in the usual sterile fashion.",
      note: "The most formulaic domain: losses are low, and so is what routing can gain.",
    },
    {
      title: "A discharge note",
      text: "HISTORY: This is a 67-year-old male with hypertension and type 2 [MASK], admitted with shortness of breath. He denies chest pain. MEDICATIONS: lisinopril, metformin.",
      note: "Medicine again, in another register than the trials: compare where the map puts the two.",
    },
  ]),
];
