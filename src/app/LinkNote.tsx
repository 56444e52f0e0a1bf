import { useEffect, useState } from "react";
import { withCommas } from "../core/withCommas.ts";
import { type ReadLink, readLink } from "../state/url/link.ts";
import { MAX_PROMPT } from "../state/url/linkKeys.ts";
import { useExplorer } from "./context.ts";
import { Said } from "./ui/words/Said.tsx";

const LONGEST_NAME = 40;

/** What the opened link could not restore: parts that were not understood, and the end of a long prompt. */
type Loss = Pick<ReadLink, "unused" | "cut">;
const opened = (): Loss => readLink(window.location.hash);

/**
 * Reports what a link lost: to the user who opened it, and, if the prompt is too long for a link, to the user who would share it.
 */
export function LinkNote() {
  const [{ unused, cut }, setLoss] = useState<Loss>(opened);
  const tooLong = useExplorer(({ prompt }) => prompt.length > MAX_PROMPT);
  useEffect(() => {
    const read = () => setLoss(opened());
    window.addEventListener("hashchange", read);
    return () => window.removeEventListener("hashchange", read);
  }, []);
  const names = unused.slice(0, 5).map((key) => `“${key.slice(0, LONGEST_NAME)}”`);
  const others = unused.length > names.length ? ` and ${unused.length - names.length} more` : "";
  const sentences = [
    unused.length > 0 && `Ignored unknown parts of this link: ${names.join(", ")}${others}. The rest is shown.`,
    cut !== null &&
      !tooLong &&
      `This link holds the first ${withCommas(MAX_PROMPT)} characters of a prompt of ${withCommas(cut)}. Ask the sender for the whole text.`,
  ].filter((sentence) => sentence !== false);
  return (
    <div role="status" aria-label="Link">
      {sentences.length > 0 && (
        <p className="link-note">
          <Said>{sentences.join(" ")}</Said>{" "}
          <button type="button" className="link" onClick={() => setLoss({ unused: [], cut: null })}>
            close
          </button>
        </p>
      )}
      {tooLong && (
        <p className="link-note">
          {`A link to this page holds the first ${withCommas(MAX_PROMPT)} characters of the prompt. Send the whole text beside it.`}
        </p>
      )}
    </div>
  );
}
