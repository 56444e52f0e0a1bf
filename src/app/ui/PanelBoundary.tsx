import { Children, Component, Fragment, type ReactNode } from "react";
import { errorMessage } from "../../core/errorMessage.ts";

/** Gives every child its own error boundary: one that fails does not affect the others. */
export function Guarded({ children }: { children: ReactNode }) {
  return Children.map(children, (child) => <PanelBoundary>{child}</PanelBoundary>);
}

interface BoundaryState {
  problem: string | null;
  /** Number of automatic re-renders. */
  round: number;
}

/** If it fails this many times within this time, re-rendering will not help. */
const MOST_ROUNDS = 5;
const WITHIN_MS = 2_000;

/**
 * Replaces a panel that has thrown with a message and a button to render it again. If a page translator or another extension has
 * moved its text nodes, it is re-rendered automatically: nothing is wrong with it.
 */
class PanelBoundary extends Component<{ children: ReactNode }, BoundaryState> {
  override state: BoundaryState = { problem: null, round: 0 };
  #failures: number[] = [];

  static getDerivedStateFromError(error: unknown): Partial<BoundaryState> {
    return { problem: errorMessage(error) };
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

/** Whether the error is that a node to be removed, or to be inserted before, is no longer in the page. */
const isMovedNode = (error: unknown): boolean => error instanceof DOMException && error.name === "NotFoundError";
