export const ROUTER_JSON = "router.json";
export const ROUTER_ARRAYS = "router.safetensors";
