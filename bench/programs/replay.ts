// Registers the resources of the file BENCH_RESOURCES as they are, without components, aliases, outputs or order: what
// the SDK itself costs.
import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";

class Bare extends pulumi.CustomResource {}
const register = Bare as unknown as new (type: string, name: string, inputs: pulumi.Inputs) => pulumi.CustomResource;

for (const { type, name, inputs } of JSON.parse(readFileSync(process.env.BENCH_RESOURCES as string, "utf8"))) {
    new register(type, name, inputs);
}
