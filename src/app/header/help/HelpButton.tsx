import { DialogButton } from "../../ui/dialog/DialogButton.tsx";
import { lazily } from "../../ui/lazily.tsx";
import { Shortcuts } from "./Shortcuts.tsx";
import { TourLine } from "./TourLine.tsx";

const FlagGrammar = lazily(async () => (await import("./FlagGrammar.tsx")).FlagGrammar);

/** Help on what a first-time user cannot see: the tour, the flags, and the keys. */
export function HelpButton({ onTour }: { onTour: () => void }) {
  return (
    <DialogButton label="Help" title="Flags and keyboard shortcuts" shortcut="?">
      {(close) => (
        <>
          <TourLine
            onTour={() => {
              close();
              onTour();
            }}
          />
          <FlagGrammar />
          <Shortcuts />
        </>
      )}
    </DialogButton>
  );
}
