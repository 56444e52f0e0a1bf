import type { ElementType, Graph, Node, Tensor, Value } from "./model.ts";

/** Puts a graph together. Each method adds a node and returns the name of what it computes. */
export class GraphBuilder {
  readonly #nodes: Node[] = [];
  readonly #tensors: Tensor[] = [];
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

  cast(value: string, type: "float" | "int64" | "double"): string {
    return this.node("Cast", [value], { to: { float: 1, int64: 7, double: 11 }[type] });
  }

  sum(value: string, axis: number): string {
    return this.node("ReduceSum", [value, this.whole(axis)], { keepdims: 0 });
  }

  finish(name: string, doc: string, output: string, columns: number): Graph {
    this.#nodes.push({ op: "Identity", inputs: [output], outputs: ["scores"], attributes: {} });
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
