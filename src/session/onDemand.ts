/** A part of the session whose code is fetched when it is first asked for; `close` closes it if it was. */
export interface OnDemand<T> {
  (): Promise<T>;
  close(): void;
}

export function onDemand<T extends { close(): unknown }>(load: () => Promise<T>): OnDemand<T> {
  let loaded: Promise<T> | null = null;
  const get = () => {
    loaded ??= load().catch((error) => {
      // A failed download may succeed next time.
      loaded = null;
      throw error;
    });
    return loaded;
  };
  return Object.assign(get, { close: () => void loaded?.then((part) => part.close()).catch(() => undefined) });
}
