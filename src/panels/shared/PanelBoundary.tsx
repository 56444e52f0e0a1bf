import { Children, Component, type ReactNode } from "react";

/** Gives every child a boundary of its own: one that fails takes no other with it. */
export function Guarded({ children }: { children: ReactNode }) {
  return Children.map(children, (child) => <PanelBoundary>{child}</PanelBoundary>);
}

interface BoundaryState {
  problem: string | null;
}

/** Shows a sentence in place of a panel that has thrown, and a way to draw it again. */
class PanelBoundary extends Component<{ children: ReactNode }, BoundaryState> {
  override state: BoundaryState = { problem: null };

  static getDerivedStateFromError(error: unknown): BoundaryState {
    return { problem: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    const { problem } = this.state;
    if (problem === null) return this.props.children;
    return (
      <section className="panel" role="alert">
        <p>{`This panel could not be drawn: ${problem}. Everything else goes on, and your prompt and settings are kept.`}</p>
        <p>
          <button type="button" className="small" onClick={() => this.setState({ problem: null })}>
            Draw it again
          </button>
        </p>
      </section>
    );
  }
}
