import { Children, Component, Fragment, type ReactNode } from "react";

/** Gives every child a boundary of its own: one that fails takes no other with it. */
export function Guarded({ children }: { children: ReactNode }) {
  return Children.map(children, (child) => <PanelBoundary>{child}</PanelBoundary>);
}

interface BoundaryState {
  problem: string | null;
  /** How often it was drawn again by itself. */
  round: number;
}

/** A page that fails so often within so short a time would not be mended by drawing it once more. */
const MOST_ROUNDS = 5;
const WITHIN_MS = 2_000;

/**
 * Shows a sentence in place of a panel that has thrown, and a way to draw it again. A panel from which a translator of pages, or another
 * extension, has moved text is drawn again by itself: nothing is wrong with it.
 */
class PanelBoundary extends Component<{ children: ReactNode }, BoundaryState> {
  override state: BoundaryState = { problem: null, round: 0 };
  #failures: number[] = [];

  static getDerivedStateFromError(error: unknown): Partial<BoundaryState> {
    return { problem: error instanceof Error ? error.message : String(error) };
  }

  override componentDidCatch(error: unknown): void {
    if (!isMovedNode(error)) return;
    const now = performance.now();
    this.#failures = [...this.#failures.filter((at) => now - at < WITHIN_MS), now];
    if (this.#failures.length <= MOST_ROUNDS) this.setState(({ round }) => ({ problem: null, round: round + 1 }));
  }

  override render(): ReactNode {
    const { problem, round } = this.state;
    if (problem === null) return <Fragment key={round}>{this.props.children}</Fragment>;
    return (
      <section className="panel" role="alert">
        <p>{`This panel could not be drawn: ${problem}. The rest of the page works, and your prompt and settings are kept.`}</p>
        <p>
          <button type="button" className="small" onClick={() => this.setState({ problem: null })}>
            Draw it again
          </button>
        </p>
      </section>
    );
  }
}

/** Whether the page no longer has the node that was to be removed, or before which another was to stand. */
const isMovedNode = (error: unknown): boolean => error instanceof DOMException && error.name === "NotFoundError";
