/** What the marks of the plot that stand in no table mean, and what is not on it because it is not known. */
export function FrontKey({ missing }: { missing: readonly string[] }) {
  return (
    <div className="front-key quiet">
      <p>
        <span className="key key-ring" aria-hidden="true" /> expert on the Pareto set: no other is both cheaper and
        better. <span className="key key-hull" aria-hidden="true" /> upper hull: what a random mix of two experts
        reaches.
      </p>
      {missing.length > 0 && <p className="missing">N/A: {missing.join("; ")}.</p>}
    </div>
  );
}
