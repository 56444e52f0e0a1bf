import { figurePng, figureSvg } from "./exportFigure.ts";
import { saveFile } from "./saveFile.ts";

interface ExportButtonsProps {
  /** What is exported; also the files' name, such as "pareto-front". */
  name: string;
  /** Whether there is a figure, the element whose `data-figure` is the name. */
  figure?: boolean;
  /** The data behind it as CSV. */
  csv?: () => string;
}

/** Saves a figure and the data behind it. */
export function ExportButtons({ name, figure = false, csv }: ExportButtonsProps) {
  const find = (): Element => {
    const found = document.querySelector(`[data-figure="${name}"]`);
    if (!found) throw new Error(`An export needs an element with data-figure="${name}".`);
    return found;
  };
  const title = name.replaceAll("-", " ");
  const button = (format: string, onClick: () => void) => (
    <button type="button" className="link" aria-label={`Save ${title} as ${format}`} onClick={onClick}>
      {format}
    </button>
  );
  return (
    <span className="exports">
      {csv && button("CSV", () => saveFile(`${name}.csv`, new Blob([csv()], { type: "text/csv;charset=utf-8" })))}
      {figure && (
        <>
          {button("SVG", () => {
            saveFile(`${name}.svg`, new Blob([figureSvg(find()).text], { type: "image/svg+xml" }));
          })}
          {button("PNG", () => void figurePng(find()).then((picture) => saveFile(`${name}.png`, picture)))}
        </>
      )}
    </span>
  );
}
