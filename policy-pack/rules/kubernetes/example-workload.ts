import { parsePath } from "../../engine";
import { podPrefix } from "./workload";

/** One type for each way in which workloads describe their pods. */
export const exampleTypes = ["kubernetes:apps/v1:Deployment", "kubernetes:batch/v1:CronJob", "kubernetes:core/v1:Pod"];

/** A workload, given what is said of its pods, for the examples of rules. */
export function workload(type: string, spec: object, podMetadata?: object) {
    const metadata = { name: "orders", namespace: "mcp-orders" };
    const [first, ...rest] = parsePath(podPrefix(type));
    if (first === undefined) return { type, inputs: { metadata: { ...metadata, ...podMetadata }, spec } };
    const template: object = { ...(podMetadata && { metadata: podMetadata }), spec };
    return {
        type,
        inputs: { metadata, [first]: rest.reduceRight((inner, segment) => ({ [segment]: inner }), template) },
    };
}

/** The same container in each list of a pod. */
export function inEveryList(container: object) {
    return { containers: [container], initContainers: [container], ephemeralContainers: [container] };
}
