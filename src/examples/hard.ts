import { type ExamplePrompt, inGroup } from "./example.ts";

/** Prompts that are hard to route, by the reason. */
export const HARD: readonly ExamplePrompt[] = [
  ...inGroup("Two domains at once", [
    {
      title: "A patent on a drug trial",
      text: "A method of treating hypertension in a subject, comprising administering the composition of claim 1, wherein in a randomized, placebo-controlled trial the mean blood [MASK] fell by 12 mmHg.",
      note: "Patent words around medical facts: the runner-up is as telling as the winner.",
    },
    {
      title: "A judge on source code",
      text: "The court finds that the function `parse_header()` was copied: both programs call memcpy(buffer, src, [MASK]) without a bound, and the jury could infer access.",
      note: "Law quotes C. Move the words around and see when the choice tips.",
    },
    {
      title: "A novel about a galaxy",
      text: "The old astronomer laid down her pen. “The spectrum has changed,” she whispered; the star, whose luminosity she had measured for forty [MASK], was going out.",
      note: "The topic says astrophysics, the voice says books.",
    },
    {
      title: "News about a start-up's patent",
      text: "Shares of the company jumped 12 percent on Tuesday after the patent office allowed claims to a battery whose anode comprises a plurality of silicon [MASK].",
      note: "Three domains in one sentence; the router reads them all at once.",
    },
    {
      title: "An abstract about court rulings",
      text: "We fine-tune a language model on appellate opinions and predict whether the judgment of the lower court is affirmed or [MASK], improving F1 by 4 points.",
      note: "Computer science about law: vocabulary from both.",
    },
  ]),
  ...inGroup("Typos and scraps", [
    {
      title: "A hurried question",
      text: "hi all my wifi stoped workin after teh update, how do i reinstal the [MASK] pls help!!",
      note: "Every second word is misspelt: the tokens are fragments, the topic is still clear.",
    },
    {
      title: "Letters swapped",
      text: "Teh aplelant contneds taht the dsitrict cuort erred in gratning summray [MASK].",
      note: "Readable to people; compare its predicted losses with the clean sentence.",
    },
    {
      title: "A scan gone wrong",
      text: "THE PLAlNTlFF'S rn0tion f0r a new tria1 is denied; c0sts are taxed t0 the [MASK].",
      note: "Optical character recognition's usual mistakes: 0 for o, l for I, rn for m.",
    },
    {
      title: "No spaces",
      text: "thepatientwastakentotheoperatingroomandplacedinthesupine[MASK]",
      note: "Byte-level tokens do not need spaces, but they were learnt with them.",
    },
    {
      title: "All capitals",
      text: "THE PATIENT TOLERATED THE PROCEDURE WELL AND WAS TAKEN TO THE RECOVERY [MASK] IN STABLE CONDITION.",
      note: "Other tokens, same meaning: some experts have seen headlines, others have not.",
    },
  ]),
  ...inGroup("Very short", [
    { title: "One word", text: "plurality", note: "A single word can be enough to name the domain." },
    { title: "Only a mask", text: "[MASK]", note: "Nothing to read: what does the router fall back on?" },
    {
      title: "A function's name",
      text: "print([MASK])",
      note: "Three tokens of code: are they enough to tell a language?",
    },
    {
      title: "A date",
      text: "On 12 May [MASK],",
      note: "Law, news, encyclopaedia or letter? The router has to guess, and so would you.",
    },
    { title: "Digits", text: "3.14159 26535 [MASK] 79323", note: "No letters at all, and still a decision." },
  ]),
  ...inGroup("Other languages", [
    {
      title: "German",
      text: "Der Rat der Stadt hat gestern beschlossen, die alte [MASK] über den Fluss zu erneuern.",
      note: "All experts read mostly English: expect high losses and small differences.",
    },
    {
      title: "French",
      text: "Le tribunal a rejeté la demande du [MASK] et l'a condamné aux dépens.",
      note: "A court decision in French: does anything but the language matter?",
    },
    {
      title: "Spanish",
      text: "Los pacientes fueron asignados al azar a recibir el fármaco o [MASK] durante doce semanas.",
      note: "Medicine shares its Latin words: some of the domain may shine through.",
    },
    {
      title: "Chinese",
      text: "今天天气很好，我们一起去[MASK]散步吧。 [Flag:最小模型]",
      note: "Several tokens per character, and a flag in the form of the paper's reviews.",
    },
    {
      title: "Arabic, right to left",
      text: "ذهب الطالب إلى [MASK] في الصباح الباكر.",
      note: "The text runs from right to left; the decision does not care.",
    },
    {
      title: "Emoji",
      text: "🚀🚀 we launched today!! 🎉 so proud of the whole [MASK] 🙏❤️",
      note: "Each emoji is several bytes, and the experts have hardly met any.",
    },
  ]),
  ...inGroup("Code and a question", [
    {
      title: "Why does this fail?",
      text: "Why do I get “IndexError: list index out of range” here?\n\nfor i in range(len(items) + 1):\n    print(items[[MASK]])",
      note: "Half question, half Python. Delete the question and compare.",
    },
    {
      title: "Explain this command",
      text: "Can somebody explain what `find . -name '*.log' -mtime +7 -exec rm {} \\;` does and whether it is safe to run as [MASK]?",
      note: "Shell is nobody's own language here: chat or code?",
    },
    {
      title: "Translate to Rust",
      text: "How would I write this Go function in Rust? func Max(a, b int) int { if a > b { return a }; return [MASK] }",
      note: "Two languages and a sentence: who knows both?",
    },
    {
      title: "A comment longer than the code",
      text: "/* The licence of this file permits use, copying and distribution for any purpose without fee,\n * provided that the above copyright [MASK] appears in all copies. */\nint main(void) { return 0; }",
      note: "Legal prose in a C file: a classic trap for a router.",
    },
  ]),
  ...inGroup("With flags", [
    {
      title: "The paper's own form",
      text: "The capital of California is [MASK] [Flag: smallest model]",
      note: "The flag moves the size slider to its end; the router never reads it.",
    },
    {
      title: "A soft wish",
      text: "The defendant was sentenced to ten years in [MASK]. [Flag: small]",
      note: "Half-way: who is both good enough and small enough?",
    },
    {
      title: "A weight in nats",
      text: "The apparatus of claim 3, wherein the [MASK] is made of steel. [Flag: size=0.3]",
      note: "You say how many nats the largest model may cost against the smallest.",
    },
    {
      title: "A bound on size",
      text: "We observed the supernova with a robotic [MASK] in Chile. [Flag: under 1M parameters]",
      note: "A bound bars experts, however good they are.",
    },
    {
      title: "Recent knowledge only",
      text: "Large language models are fine-tuned with human [MASK]. [Flag: newer than 2024]",
      note: "Experts whose newest text is older, or of unknown age, take no part.",
    },
    {
      title: "Two flags that agree",
      text: "Boil the milk and stir in the [MASK]. [Flag: small] [Flag: newer than 2010]",
      note: "A wish and a bound together.",
    },
    {
      title: "Flags that contradict",
      text: "He opened the old [MASK] and read aloud. [Flag: newer than 2020] [Flag: older than 2000]",
      note: "No expert can be both: the first counts, and the page says so.",
    },
  ]),
];
