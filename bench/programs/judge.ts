// Lets the policy pack judge as many resources as BENCH_COUNT says, copies of those in the file BENCH_RESOURCES, through
// the SDK as the engine calls it. Prints the seconds that each resource takes.
import { readFileSync } from "node:fs";
import * as analyzer from "@pulumi/pulumi/proto/analyzer_pb";
import { AnalyzeRequest, AnalyzerResource, AnalyzerResourceOptions } from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { policies } from "../../policy-pack/engine/pack";
import { configuredPolicies, readInputsOnce } from "../../policy-pack/engine/sdk";
import { rules } from "../../policy-pack/rules";

interface Listed {
    urn: string;
    type: string;
    name: string;
    // biome-ignore lint/suspicious/noExplicitAny: inputs of any type
    inputs: any;
    propertyDependencies: Record<string, string[]>;
}

type Call = (call: { request: unknown }, callback: (error: unknown) => void) => void;
const { makeAnalyzeRpcFun, makeAnalyzeStackRpcFun }: Record<string, (...pack: unknown[]) => Call> =
    require("@pulumi/policy/server");

if (process.env.BENCH_INPUTS !== "each") readInputsOnce();
const pack = ["bench", "0.0.0", "mandatory", policies(rules, { configuredPolicies, now: () => new Date() })];
const analyze = send(makeAnalyzeRpcFun?.(...pack));
const analyzeStack = send(makeAnalyzeStackRpcFun?.(...pack));

function send(call: Call | undefined) {
    return (request: unknown) =>
        new Promise<void>((resolve, reject) =>
            call?.({ request }, (error) => (error === undefined ? resolve() : reject(error))),
        );
}

/** Copies share no name and no URN: what relations look for is in one copy, as in a stack that grows. */
function copies(count: number): Listed[] {
    const text = readFileSync(process.env.BENCH_RESOURCES as string, "utf8");
    const resources: Listed[] = [];
    for (let copy = 0; resources.length < count; copy++) {
        const renamed = text.replaceAll("-bench-", `-bench${copy}-`).replace(/::([\w-]+)"/g, `::$1-c${copy}"`);
        resources.push(...JSON.parse(renamed));
    }
    return resources.slice(0, count);
}

function requestOf({ urn, type, name, inputs }: Listed): AnalyzeRequest {
    const request = new AnalyzeRequest();
    request.setUrn(urn);
    request.setType(type);
    request.setName(name);
    request.setProperties(Struct.fromJavaScript(inputs));
    request.setOptions(new AnalyzerResourceOptions());
    return request;
}

function inStack({ urn, type, name, inputs, propertyDependencies }: Listed): AnalyzerResource {
    const resource = new AnalyzerResource();
    resource.setUrn(urn);
    resource.setType(type);
    resource.setName(name);
    resource.setProperties(Struct.fromJavaScript(inputs));
    resource.setOptions(new AnalyzerResourceOptions());
    for (const [input, urns] of Object.entries(propertyDependencies)) {
        const dependencies = new analyzer.AnalyzerPropertyDependencies();
        dependencies.setUrnsList(urns);
        resource.getPropertydependenciesMap().set(input, dependencies);
    }
    return resource;
}

async function main(): Promise<void> {
    const resources = copies(Number(process.env.BENCH_COUNT));
    const requests = resources.map(requestOf);
    const stack = new analyzer.AnalyzeStackRequest();
    stack.setResourcesList(resources.map(inStack));
    // the first resources are judged by code that is not compiled yet
    for (const request of copies(100).map(requestOf)) await analyze(request);
    const start = performance.now();
    for (const request of requests) await analyze(request);
    await analyzeStack(stack);
    console.log((performance.now() - start) / 1000 / resources.length);
}

main();
