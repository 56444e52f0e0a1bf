import type { ImportChoices, TableLook } from "../../../library/evaluationTable/importer.ts";
import { ENCODINGS, type Encoding } from "../../../library/evaluationTable/read/encoding.ts";
import { SEPARATORS } from "../../../library/evaluationTable/read/separators.ts";
import { SCALES, type ScoreScale } from "../../../library/evaluationTable/understand/scoreScales.ts";
import { useSession } from "../../context.ts";
import { Choice } from "../../ui/choices/Choice.tsx";

/** How the files are read: separator and encoding, for text, and the scale of the scores. */
export function ReadingChoices({ look, disabled }: { look: TableLook; disabled: boolean }) {
  const { tables } = useSession();
  const choose = (change: ImportChoices) => void tables.choose(change);
  const text = look.files.find(({ encoding }) => encoding !== null);
  const delimited = look.files.find(({ separator }) => separator !== null);
  const encoding = Object.entries(ENCODINGS).find(([, label]) => label === text?.encoding)?.[0] as Encoding | undefined;
  return (
    <fieldset className="table-choices" disabled={disabled}>
      <legend className="visually-hidden">How it is read</legend>
      <Choice
        label="Scale of the scores"
        value={look.scale}
        options={(Object.keys(SCALES) as ScoreScale[]).map((value) => ({ value, label: SCALES[value].label }))}
        onChange={(scale) => choose({ scale })}
      />
      <span className="quiet">{SCALES[look.scale].about}</span>
      {delimited && (
        <Choice
          label="Separator"
          value={delimited.separator!}
          options={Object.entries({ ...SEPARATORS, ...other(delimited.separator!) }).map(([value, label]) => ({
            value,
            label,
          }))}
          onChange={(separator) => choose({ separator })}
        />
      )}
      {encoding && (
        <Choice
          label="Encoding"
          value={encoding}
          options={(Object.keys(ENCODINGS) as Encoding[]).map((value) => ({ value, label: ENCODINGS[value] }))}
          onChange={(value) => choose({ encoding: value })}
        />
      )}
    </fieldset>
  );
}

const other = (separator: string) => (separator in SEPARATORS ? {} : { [separator]: separator });
