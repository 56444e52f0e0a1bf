import { useState } from "react";
import { errorMessage } from "../../core/errorMessage.ts";
import { saveFile } from "./saveFile.ts";

interface ExportButtonsProps {
  /** Name of what is exported, and of the files, such as "pareto-front". */
  name: string;
  /** Whether there is a figure: the element whose `data-figure` is the name. */
  figure?: boolean;
  /** The data behind it as CSV. */
  csv?: () => string;
}

/** Saves a figure and its data; reports files that could not be created. */
export function ExportButtons({ name, figure = false, csv }: ExportButtonsProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const find = async (): Promise<Element> => {
    for (;;) {
      const found = document.querySelector(`[data-figure="${name}"]`);
      if (!found) throw new Error(`an export needs an element with data-figure="${name}".`);
      if (found.getAttribute("aria-busy") !== "true") return found;
      // Some figures are drawn over several frames.
      await new Promise(requestAnimationFrame);
    }
  };
  const title = name.replaceAll("-", " ");
  const button = (format: string, make: () => Blob | Promise<Blob>) => {
    const save = async () => {
      setProblem(null);
      try {
        saveFile(`${name}.${format.toLowerCase()}`, await make());
      } catch (error) {
        setProblem(`Couldn't save ${title} as ${format}: ${errorMessage(error)}`);
      }
    };
    return (
      <button type="button" className="link" aria-label={`Save ${title} as ${format}`} onClick={() => void save()}>
        {format}
      </button>
    );
  };
  return (
    <span className="exports">
      {csv && button("CSV", () => new Blob([csv()], { type: "text/csv;charset=utf-8" }))}
      {figure && (
        <>
          {button("SVG", async () => {
            const { figureSvg } = await drawing();
            return new Blob([figureSvg(await find()).text], { type: "image/svg+xml" });
          })}
          {button("PNG", async () => (await drawing()).figurePng(await find()))}
        </>
      )}
      {problem && (
        <span className="failure" role="alert">
          {problem}
        </span>
      )}
    </span>
  );
}

/** What makes pictures is fetched when one is wanted. */
const drawing = () => import("./figure.ts");
