import { type ExamplePrompt, inGroup } from "./example.ts";

export const SOCIETY: readonly ExamplePrompt[] = [
  ...inGroup("freelaw", [
    {
      title: "An appeal is decided",
      text: "The defendant argues that the district court erred in denying his motion to suppress. We review the court's findings of fact for clear error and its conclusions of law de [MASK].",
      note: "A Latin term of art: one expert knows it, the others guess.",
    },
    {
      title: "A contract in dispute",
      text: "Appellee filed a complaint alleging breach of [MASK]. The trial court granted summary judgment, and this appeal followed.",
      note: "Legal, but in words that business pages use as well.",
    },
  ]),
  ...inGroup("uspto", [
    {
      title: "A patent claim",
      text: "The apparatus of claim 1, wherein the first housing further comprises a plurality of [MASK] configured to engage the second housing.",
      note: "No other writing says “wherein” and “plurality” so often.",
    },
    {
      title: "A method in steps",
      text: "A method comprising: receiving, by a processor, a first signal; determining whether the signal exceeds a [MASK] threshold; and transmitting the result to a remote server.",
      note: "Software written as a patent: does it go to code, to computer science, or to patents?",
    },
  ]),
  ...inGroup("commoncrawl", [
    {
      title: "A government web page",
      text: "Federal agencies can use this guide to improve the customer [MASK] of their websites and digital services.",
      note: "Plain official English, from the web and not from a court.",
    },
    {
      title: "An open-data notice",
      text: "Join our community of practice to share challenges, best practices and [MASK] for making federal data open, machine readable and easy to find.",
      note: "Nearly every word is a common one: watch how thin the margin gets.",
    },
    {
      title: "A news item",
      text: "Oil prices rose again on Monday as traders worried about supply, while [MASK] on Wall Street fell for the third day.",
      note: "The news of the library is twenty years old: the recency slider soon takes it away.",
    },
    {
      title: "A match report",
      text: "The champions scored twice in the second half to win the cup [MASK] in front of a crowd of 40,000.",
      note: "Sport is in the news and in the encyclopaedia: compare the two experts' bars.",
    },
  ]),
  ...inGroup("books", [
    {
      title: "A Victorian parlour",
      text: "She rose from her chair by the fire, and, drawing her shawl about her, looked at him with an expression of the deepest [MASK].",
      note: "Long sentences with many commas: style, not topic, gives it away.",
    },
    {
      title: "A storm at sea",
      text: "“All hands on deck!” cried the captain, and before we could reach the rail a great [MASK] broke over the bow and swept two of our men away.",
      note: "Dialogue and adventure: no other domain speaks like that.",
    },
    {
      title: "A rocket of 1955",
      text: "Kirk stared at the control panel. The ship was falling toward the red planet, and the main [MASK] would not answer.",
      note: "Science fiction in simple words; the newest books of the library are of this kind.",
    },
  ]),
  ...inGroup("wikipedia", [
    {
      title: "A town in an encyclopaedia",
      text: "The village is a civil parish in the county, and at the last census it had a [MASK] of 1,204.",
      note: "The classical first paragraph of a small place.",
    },
    {
      title: "A painter's life",
      text: "She was a Dutch painter of the Golden Age, best known for her still lifes. She was born in 1612 and [MASK] in 1679 in Amsterdam.",
      note: "A biography: many facts, and an order of sentences that never changes.",
    },
  ]),
  ...inGroup("stackexchange", [
    {
      title: "A question on Linux",
      text: "After the upgrade my laptop no longer wakes from suspend. Open a terminal and run sudo apt [MASK] linux-firmware, then reboot.",
      note: "A shell command in the middle of chat: the Ubuntu expert has seen it a thousand times.",
    },
    {
      title: "A boot that hangs",
      text: "You can edit the kernel line in grub: press e, add nomodeset at the end of the line that starts with [MASK], and press F10 to boot.",
      note: "Help for beginners, full of names that mean nothing elsewhere.",
    },
    {
      title: "Founders and shares",
      text: "My co-founder wants half of the equity although I built the product alone. You should agree on a vesting [MASK] before you look for investors.",
      note: "The same kind of site, another community: another expert?",
    },
    {
      title: "Bitter coffee",
      text: "My espresso tastes bitter. Try a coarser [MASK], cooler water, and stop the shot after 25 seconds; a fresh bag of beans helps as well.",
      note: "A small community: whom does the router think of first?",
    },
  ]),
];
