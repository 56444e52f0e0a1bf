import { figurePng, figureSvg } from "./exportFigure.ts";
import { saveFile } from "./saveFile.ts";

interface ExportButtonsProps {
  /** What is exported; also the files' name, such as "pareto-front". */
  name: string;
  /** Whether the panel has a plot, its element of class `plot`. */
  plot?: boolean;
  /** The data behind it as CSV. */
  csv?: () => string;
}

/** Saves the plot and the data of the panel in whose head the buttons stand. */
export function ExportButtons({ name, plot = false, csv }: ExportButtonsProps) {
  const plotOf = (button: Element): Element => {
    const found = button.closest(".panel")?.querySelector(".plot");
    if (!found) throw new Error("An export of a plot needs an element of class “plot” in its panel.");
    return found;
  };
  const title = name.replaceAll("-", " ");
  const button = (format: string, onClick: (button: Element) => void) => (
    <button
      type="button"
      className="link"
      aria-label={`Save ${title} as ${format}`}
      onClick={(event) => onClick(event.currentTarget)}
    >
      {format}
    </button>
  );
  return (
    <span className="exports">
      {csv && button("CSV", () => saveFile(`${name}.csv`, new Blob([csv()], { type: "text/csv;charset=utf-8" })))}
      {plot && (
        <>
          {button("SVG", (from) => {
            saveFile(`${name}.svg`, new Blob([figureSvg(plotOf(from)).text], { type: "image/svg+xml" }));
          })}
          {button("PNG", (from) => void figurePng(plotOf(from)).then((picture) => saveFile(`${name}.png`, picture)))}
        </>
      )}
    </span>
  );
}
