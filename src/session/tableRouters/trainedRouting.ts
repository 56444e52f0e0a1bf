import type { TrainedRouter } from "../../lab/router/trainedRouter.ts";
import { browserStore } from "../../library/storage/localStore.ts";
import type { CallOptions } from "../../rpc/caller.ts";
import type { Store } from "../../state/store.ts";
import type { RoutedTexts, RouteResult } from "../../workers/inference/protocol.ts";
import type { OpenEmbedder } from "../lab/embedder.ts";
import type { Given } from "../openGiven.ts";
import type { RoutesFiles } from "../prompt/fileRouting.ts";
import type { MapWork } from "../prompt/mapWork.ts";
import type { RoutesTexts } from "../prompt/promptWork.ts";
import type { Opening } from "./openRouter.ts";
import type { TableRouters } from "./tableRouters.ts";

/** Routes texts by the router that is in use: the library's own, or one trained on the open table, whose code is fetched for tables only. */
export class TrainedRouting implements RoutesTexts, RoutesFiles {
  #part: Promise<TableRouters> | null = null;

  /**
   * @param reroute routes the typed prompt again
   * @param embedders what computes the features that a text alone does not give
   * @param where what opens the table of a downloaded router
   */
  constructor(
    private readonly store: Store,
    private readonly library: RoutesTexts & RoutesFiles,
    private readonly maps: Pick<MapWork, "open">,
    private readonly reroute: () => Promise<void>,
    private readonly embedders: () => Promise<Readonly<Record<string, OpenEmbedder>>>,
    private readonly where: Omit<Opening, "open" | "added">,
  ) {
    store.subscribe(({ baseLibrary }, before) => {
      if (baseLibrary !== before.baseLibrary && baseLibrary && !baseLibrary.manifest.router) void this.part();
    });
  }

  route(text: string): Promise<RouteResult> {
    return this.store.getState().router === null
      ? this.library.route(text)
      : this.part().then((part) => part.route(text));
  }

  readPrompts(file: Blob, name: string, options?: CallOptions): Promise<string[]> {
    return this.#routes().then((routes) => routes.readPrompts(file, name, options));
  }

  routeTexts(texts: readonly string[], options?: CallOptions): Promise<RoutedTexts> {
    return this.#routes().then((routes) => routes.routeTexts(texts, options));
  }

  async #routes(): Promise<RoutesFiles> {
    return this.store.getState().router === null ? this.library : this.part();
  }

  /** Keeps a router that was trained on the open table, and uses it. */
  async use(router: TrainedRouter): Promise<void> {
    await (await this.part()).use(router);
  }

  /** The files of a trained router as one zip, for saving. */
  async zip(router: TrainedRouter): Promise<Blob> {
    return (await this.part()).zip(router);
  }

  /** Opens a downloaded router, and uses it. */
  async openFiles({ name, open }: Given): Promise<void> {
    await (await this.part()).openFiles(name, open, this.where);
  }

  /** The routers of the open table. */
  part(): Promise<TableRouters> {
    this.#part ??= this.#start();
    return this.#part;
  }

  async #start(): Promise<TableRouters> {
    const [{ TableRouters }, { GivenFeatures }, { openTableRouter }] = await Promise.all([
      import("./tableRouters.ts"),
      import("./givenFeatures.ts"),
      import("../../workers/tableRouter/open.ts"),
    ]);
    const given = new GivenFeatures(this.embedders);
    const part = new TableRouters(this.store, browserStore(), openTableRouter(), this.maps, this.reroute, given);
    void part.follow();
    return part;
  }
}
