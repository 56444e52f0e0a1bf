/** Example prompts, all written for this project. `domain` says which domain of the shipped library each is meant to visit. */
export interface ExamplePrompt {
  title: string;
  domain: string;
  text: string;
}

export const EXAMPLE_PROMPTS: readonly ExamplePrompt[] = [
  {
    title: "Python: read a file",
    domain: "github",
    text: "def read_json(path):\n    with open(path) as [MASK]:\n        return json.load(f)",
  },
  {
    title: "TypeScript: fold an array",
    domain: "github",
    text: "export function total(items: Item[]): number {\n  return items.reduce((sum, item) => sum + item.price, [MASK]);\n}",
  },
  {
    title: "C: free a list",
    domain: "github",
    text: "static void list_free(struct node *head)\n{\n    while (head != NULL) {\n        struct node *next = head->next;\n        free(head);\n        head = [MASK];\n    }\n}",
  },
  {
    title: "Go: handle an error",
    domain: "github",
    text: "func load(name string) ([]byte, error) {\n\tdata, err := os.ReadFile(name)\n\tif err != [MASK] {\n\t\treturn nil, err\n\t}\n\treturn data, nil\n}",
  },
  {
    title: "A randomised trial",
    domain: "pubmed",
    text: "In this double-blind trial, 212 patients were randomly assigned to receive either the study drug or [MASK], and the primary outcome was pain at 12 weeks.",
  },
  {
    title: "An operation report",
    domain: "clinical",
    text: "The patient was brought to the operating room and placed in the supine position. After general [MASK] was induced, the abdomen was prepped and draped in the usual sterile fashion.",
  },
  {
    title: "An appeal is decided",
    domain: "freelaw",
    text: "The defendant argues that the district court erred in denying his motion to suppress. We review the court's findings of fact for clear error and its conclusions of law de [MASK].",
  },
  {
    title: "A patent claim",
    domain: "uspto",
    text: "The apparatus of claim 1, wherein the first housing further comprises a plurality of [MASK] configured to engage the second housing.",
  },
  {
    title: "A machine-learning abstract",
    domain: "arxiv",
    text: "We propose a transformer architecture for long documents and show that it outperforms strong [MASK] on three benchmarks while using half of the parameters.",
  },
  {
    title: "An astronomy abstract",
    domain: "arxiv",
    text: "We present spectroscopic observations of a dwarf galaxy at redshift 0.3 and derive its stellar [MASK] from the near-infrared photometry.",
  },
  {
    title: "A question on Linux",
    domain: "stackexchange",
    text: "After the upgrade my laptop no longer wakes from suspend. Open a terminal and run sudo apt [MASK] linux-firmware, then reboot.",
  },
  {
    title: "Founders and shares",
    domain: "stackexchange",
    text: "My co-founder wants half of the equity although I built the product alone. You should agree on a vesting [MASK] before you look for investors.",
  },
  {
    title: "A government web page",
    domain: "commoncrawl",
    text: "Federal agencies can use this guide to improve the customer [MASK] of their websites and digital services.",
  },
  {
    title: "A news item",
    domain: "commoncrawl",
    text: "Oil prices rose again on Monday as traders worried about supply, while [MASK] on Wall Street fell for the third day.",
  },
  {
    title: "A Victorian parlour",
    domain: "books",
    text: "She rose from her chair by the fire, and, drawing her shawl about her, looked at him with an expression of the deepest [MASK].",
  },
  {
    title: "A town in an encyclopaedia",
    domain: "wikipedia",
    text: "The village is a civil parish in the county, and at the last census it had a [MASK] of 1,204.",
  },
];
