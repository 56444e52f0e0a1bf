import { describe, expect, test } from "vitest";
import { formName, usualForm, weightsFilesOf } from "./weightForms.ts";

describe("weight formats", () => {
  test("are recognised by name, smallest first, with their external weight files", () => {
    const variants = weightsFilesOf(
      new Map([
        ["onnx/model.onnx", 10],
        ["onnx/model.onnx_data", 900],
        ["onnx/model_int8.onnx", 200],
        ["onnx/model_quantized.onnx", 100],
        ["onnx/decoder_model.onnx", 5],
        ["README.md", 1],
      ]),
    );
    expect(variants.map(({ dtype, bytes }) => [dtype, bytes])).toEqual([
      ["q8", 100],
      ["int8", 200],
      ["fp32", 910],
    ]);
    expect(variants[2]!.data).toEqual(["onnx/model.onnx_data"]);
  });

  test("a single file with any name is one", () => {
    expect(weightsFilesOf(new Map([["mine.onnx", 3]]))).toEqual([
      { dtype: "fp32", model: "mine.onnx", data: [], bytes: 3 },
    ]);
    expect(weightsFilesOf(new Map([["model.safetensors", 3]]))).toEqual([]);
  });

  test("of other exporters are offered by file name, in folders of any depth", () => {
    const files = ["model", "model_O4", "model_qint8_avx512_vnni", "fp16/model", "own/model", "decoder_model"];
    const variants = weightsFilesOf(new Map(files.map((file, k) => [`onnx/${file}.onnx`, k + 1])));
    expect(variants.map((one) => [one.dtype, formName(one)])).toEqual([
      ["fp32", "fp32"],
      ["other", "O4"],
      ["other", "qint8_avx512_vnni"],
      ["fp16", "fp16"],
      ["other", "own"],
    ]);
  });

  test("are all offered if none of the files is called model", () => {
    const variants = weightsFilesOf(
      new Map([
        ["bert.onnx", 4],
        ["bert-int8.onnx", 1],
      ]),
    );
    expect(variants.map(formName)).toEqual(["bert-int8", "bert"]);
  });

  test.each(["model_fp16.onnx_data", "model_fp16.onnx_data_1", "model_fp16.onnx.data", "model_fp16.data"])(
    "include their external weights: %s",
    (data) => {
      const files = new Map([
        ["onnx/model_fp16.onnx", 1],
        ["onnx/model.onnx_data", 7],
        [`onnx/${data}`, 5],
      ]);
      expect(weightsFilesOf(files)).toMatchObject([{ data: [`onnx/${data}`], bytes: 6 }]);
    },
  );

  test("begin with the default: the smallest with nearly unchanged predictions", () => {
    const sizes = { q4: 1, q4f16: 2, quantized: 3, int8: 3, fp16: 6, O4: 5 };
    const variants = (names: (keyof typeof sizes)[]) =>
      weightsFilesOf(new Map(names.map((name) => [`onnx/model_${name}.onnx`, sizes[name]])));
    expect(usualForm(variants(["q4", "int8", "quantized", "fp16"])).dtype).toBe("q8");
    expect(usualForm(variants(["q4", "fp16"])).dtype).toBe("fp16");
    expect(usualForm(variants(["q4", "q4f16"])).dtype).toBe("q4");
    expect(usualForm(variants(["O4"])).model).toBe("onnx/model_O4.onnx");
  });
});
