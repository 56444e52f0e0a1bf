import { useId, useState } from "react";
import { EXAMPLE_PROMPTS } from "../../examples/prompts.ts";
import type { CustomExpert } from "../../library/customExperts/customExpert.ts";
import { cutTexts, FEWEST_TEXTS, MOST_TEXTS } from "../../session/customExperts/calibrate/fitExpertHead.ts";
import { useSession } from "../context.ts";
import { FilePick } from "../library/FilePick.tsx";

interface CalibrateFormProps {
  expert: CustomExpert;
  busy: boolean;
  onStart: () => void;
}

/** The sample on which an expert is measured: the gallery, and the user's own texts. */
export function CalibrateForm({ expert, busy, onStart }: CalibrateFormProps) {
  const { customExperts } = useSession();
  const [gallery, setGallery] = useState(true);
  const [written, setWritten] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const field = useId();
  const own = cutTexts(written);
  const texts = [...(gallery ? EXAMPLE_PROMPTS.map(({ text }) => text) : []), ...own].slice(0, MOST_TEXTS);
  const read = (list: FileList | null) => {
    const file = list?.[0];
    if (!file) return;
    file.text().then(
      (content) => setWritten((before) => (before ? `${before}\n\n${content}` : content)),
      () => setProblem(`${file.name} cannot be read. Check that you may open it, and choose it again.`),
    );
  };
  return (
    <form
      className="experts-calibrate"
      onSubmit={(event) => {
        event.preventDefault();
        onStart();
        void customExperts.calibrate(expert.key, texts);
      }}
    >
      <label>
        <input type="checkbox" checked={gallery} onChange={(event) => setGallery(event.target.checked)} /> the{" "}
        {EXAMPLE_PROMPTS.length} example prompts
      </label>
      <label htmlFor={field}>Your own texts, separated by blank lines ({own.length} so far)</label>
      <textarea id={field} rows={4} value={written} onChange={(event) => setWritten(event.target.value)} />
      {problem !== null && <p role="alert">{problem}</p>}
      <div className="experts-actions">
        <FilePick label="Add a text file…" accept=".txt,.md,text/plain" onPick={read} />
        <button type="submit" className="primary" disabled={busy || texts.length < FEWEST_TEXTS}>
          Measure on {texts.length} texts
        </button>
      </div>
      <p className="quiet">
        At least {FEWEST_TEXTS} texts, at most {MOST_TEXTS}. More texts, and texts like those you will route, give a
        better fit.
      </p>
    </form>
  );
}
