import { type DragEvent, type ReactNode, useState } from "react";
import type { Given } from "../../../session/openGiven.ts";
import { FilePick } from "../../library/FilePick.tsx";
import { droppedFiles, pickedFiles } from "../../ui/givenFiles.ts";

interface FilesDropProps {
  /** Appended to the buttons' names, for screen readers that list them out of context. */
  of?: string;
  onGiven: (given: Given) => void;
  /** Instructions: the first child is placed before the buttons, the others below. */
  children: [ReactNode, ...ReactNode[]];
}

/** Takes files, a folder or a zip: dropped, or chosen with buttons. */
export function FilesDrop({ of, onGiven, children: [lead, ...below] }: FilesDropProps) {
  const [over, setOver] = useState(false);
  const take = (given: Given | null) => {
    if (given) onGiven(given);
  };
  // Elsewhere, the page treats dropped files as a library.
  const here = (event: DragEvent, drags: boolean) => {
    event.preventDefault();
    event.nativeEvent.stopPropagation();
    setOver(drags);
  };
  const suffix = of === undefined ? "" : ` of ${of}`;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the buttons in it do the same by keyboard
    <div
      className={over ? "experts-drop over" : "experts-drop"}
      onDragOver={(event) => here(event, true)}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        here(event, false);
        take(droppedFiles(event.dataTransfer));
      }}
    >
      {lead} <FilePick label={`Choose files${suffix}…`} multiple onPick={(list) => take(pickedFiles(list))} />{" "}
      <FilePick label={`Choose a folder${suffix}…`} folder onPick={(list) => take(pickedFiles(list))} />
      {below}
    </div>
  );
}
