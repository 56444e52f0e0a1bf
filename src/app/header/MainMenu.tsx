import { DialogButton } from "../ui/dialog/DialogButton.tsx";
import { MenuButton } from "../ui/MenuButton.tsx";
import { HelpButton } from "./help/HelpButton.tsx";
import { LogButton } from "./LogButton.tsx";
import { ExpertsScreen, OfflineScreen } from "./menuScreens.tsx";
import { ThemeChoice } from "./ThemeChoice.tsx";
import { UndoButtons } from "./UndoButtons.tsx";

/** What is needed now and then: each control with what it does. */
export function MainMenu({ onTour }: { onTour: () => void }) {
  return (
    <MenuButton label="Menu">
      <ul>
        <li>
          <UndoButtons />
        </li>
        <li>
          <ThemeChoice />
        </li>
        <li>
          <DialogButton label="Experts" title="Experts of your own">
            {() => <ExpertsScreen />}
          </DialogButton>
          <span className="quiet">add a model of your own</span>
        </li>
        <li>
          <LogButton />
          <span className="quiet">decisions of this visit</span>
        </li>
        <li>
          <DialogButton label="Offline" title="Use offline">
            {() => <OfflineScreen />}
          </DialogButton>
          <span className="quiet">use without a network</span>
        </li>
        <li>
          <HelpButton onTour={onTour} />
          <span className="quiet">flags and keys</span>
        </li>
        <li>
          <button type="button" className="small" data-leaves-menu="" onClick={onTour}>
            Take the tour
          </button>
          <span className="quiet">two minutes</span>
        </li>
      </ul>
    </MenuButton>
  );
}
