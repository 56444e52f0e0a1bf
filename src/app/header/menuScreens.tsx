/** What the menu opens; its code is fetched when it is opened. */
import { lazily } from "../ui/lazily.tsx";

export const ExpertsScreen = lazily(async () => (await import("../experts/ExpertsScreen.tsx")).ExpertsScreen);
export const OfflineScreen = lazily(async () => (await import("./offline/OfflineScreen.tsx")).OfflineScreen);
