/**
 * Takes polite phrases off the ends of a text: they say nothing of which expert suits what is asked. A phrase before a text goes when
 * it is one clause, of few words that are all of courtesy, and ends with punctuation or a line break ("Please help me with this:"), or
 * is one of the openings of a request ("could you please"). The recipe has the same rule (models/recipe/tryage_recipe/statistics/courtesy.py);
 * models/recipe/tests/router_text.json holds both to it.
 */

/** Words that a clause of courtesy is made of. */
const WORDS = new Set(
  (
    "a advance all an and anyone can complete continue could dear do everyone excuse explain following for friend " +
    "good have hello help here hey hi i in is it kindly know me morning much my need of one out pls please question " +
    "questions quick so sorry team tell text thank thanks the there these this to us very want with would you your"
  ).split(" "),
);
/** Those of them that make it one. */
const TRIGGERS = "dear excuse hello help hey hi kindly pls please question questions sorry tell thank thanks".split(
  " ",
);
/** Those that are one alone: "Question:" is a label, which tells of its text. */
const ALONE = "hello hey hi please pls thanks".split(" ");
const CLAUSE = /^([A-Za-z]+(?:[ \t]+[A-Za-z]+){0,9})[ \t]*[:,!?.\r\n][ \t\r\n]*(?=[^ \t\r\n])/;
const OPENING =
  /^(?:(?:can|could|would) you(?: please| kindly)?|i need help with|please|kindly|pls)[ \t\r\n]+(?=[^ \t\r\n])/i;
const CLOSING =
  /(?:(?:^|[.?!,;:\r\n])[ \t\r\n]*(?:(?:many )?thanks|thank you|please|pls)|[ \t\r\n]+(?:Thanks|Thank you|thanks|Please|please|pls))(?: in advance| very much| so much| a lot| for your help| help(?: me)?)?[ \t]*[.!?]*$/;

function withoutOpening(text: string): string {
  const clause = CLAUSE.exec(text);
  if (clause) {
    const words = new Set(clause[1]!.toLowerCase().split(/[ \t]+/));
    const told = words.size > 1 ? TRIGGERS : ALONE;
    if ([...words].every((word) => WORDS.has(word)) && told.some((word) => words.has(word)))
      return text.slice(clause[0].length);
  }
  return text.replace(OPENING, "");
}

function withoutClosing(text: string): string {
  const found = CLOSING.exec(text);
  if (!found || found.index === 0) return text;
  // The mark that ends the sentence before stays.
  return text.slice(0, found.index + (".?!".includes(text[found.index]!) ? 1 : 0));
}

/** A text without polite phrases at its ends; one of these alone stays as it is. */
export function withoutCourtesy(text: string): string {
  for (let read = text; ; ) {
    const shorter = withoutClosing(withoutOpening(read));
    if (shorter === read) return read;
    read = shorter;
  }
}
