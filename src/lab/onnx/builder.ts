import type { Copied, ElementType, Graph, Node, Tensor, Value } from "./model.ts";

/** Puts a graph together. Each method adds a node and returns the name of what it computes. */
export class GraphBuilder {
  readonly #nodes: (Node | Copied)[] = [];
  readonly #tensors: (Tensor | Copied)[] = [];
  readonly #inputs: Value[] = [];

  input(name: string, type: ElementType, shape: Value["shape"]): string {
    this.#inputs.push({ name, type, shape });
    return name;
  }

  node(op: string, inputs: readonly string[], attributes: Node["attributes"] = {}): string {
    const name = `${op.toLowerCase()}_${this.#nodes.length}`;
    this.#nodes.push({ op, inputs, outputs: [name], attributes });
    return name;
  }

  /** A node of which another output than the first is used. */
  second(op: string, inputs: readonly string[], attributes: Node["attributes"] = {}): string {
    const name = `${op.toLowerCase()}_${this.#nodes.length}`;
    this.#nodes.push({ op, inputs, outputs: [`${name}_values`, name], attributes });
    return name;
  }

  /** A value under another name. */
  named(name: string, value: string): string {
    this.#nodes.push({ op: "Identity", inputs: [value], outputs: [name], attributes: {} });
    return name;
  }

  /** Nodes and tensors of another graph, whose names are not among those given here. */
  copy({ nodes, tensors }: { nodes: readonly Copied[]; tensors: readonly Copied[] }): void {
    this.#nodes.push(...nodes);
    this.#tensors.push(...tensors);
  }

  tensor(type: ElementType, shape: readonly number[], data: Tensor["data"]): string {
    const name = `given_${this.#tensors.length}`;
    this.#tensors.push({ name, type, shape, data });
    return name;
  }

  doubles(shape: readonly number[], data: ArrayLike<number>): string {
    return this.tensor("double", shape, Float64Array.from(data));
  }

  double(value: number): string {
    return this.doubles([], [value]);
  }

  /** A list of whole numbers, as axes and shapes are given. */
  whole(...values: number[]): string {
    return this.tensor("int64", [values.length], BigInt64Array.from(values, BigInt));
  }

  cast(value: string, type: "float" | "int32" | "int64" | "double"): string {
    return this.node("Cast", [value], { to: { float: 1, int32: 6, int64: 7, double: 11 }[type] });
  }

  sum(value: string, axis: number): string {
    return this.node("ReduceSum", [value, this.whole(axis)], { keepdims: 0 });
  }

  finish(name: string, doc: string, output: string, columns: number): Graph {
    this.named("scores", output);
    return {
      name,
      doc,
      nodes: this.#nodes,
      tensors: this.#tensors,
      inputs: this.#inputs,
      outputs: [{ name: "scores", type: "double", shape: [columns] }],
    };
  }
}
