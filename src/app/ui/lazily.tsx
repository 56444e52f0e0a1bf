import { type ComponentType, lazy, type ReactNode, Suspense } from "react";

/**
 * A component whose code is fetched when it is first drawn, so that it is no part of what the page starts with. Asked for once more when
 * it does not come; after that the boundary around it says so.
 * @param load imports the module and picks the component
 * @param waiting stands in its place until then, of the same size, so that nothing moves when it comes
 */
export function lazily<P extends object>(
  load: () => Promise<ComponentType<P>>,
  waiting: ReactNode = null,
): ComponentType<P> {
  const Loaded = lazy(async () => ({ default: await load().catch(load) }));
  return function Lazily(props: P) {
    return (
      <Suspense fallback={waiting}>
        <Loaded {...props} />
      </Suspense>
    );
  };
}
