import Ajv, { type ValidateFunction } from "ajv";

const draft4 = "http://json-schema.org/draft-04/schema#";

/** JSON schemas, each compiled once. */
export class Schemas {
    // what a service deploys stays the same object until it deploys another; formats are not in the subset
    readonly #compiled = new WeakMap<object, ValidateFunction>();

    /** @throws when it is no schema. */
    compile(schema: object): ValidateFunction {
        const known = this.#compiled.get(schema);
        if (known) return known;
        const validate = newAjv().compile(withoutDraft4(schema));
        this.#compiled.set(schema, validate);
        return validate;
    }
}

// one for each schema, because two may name a part alike
function newAjv(): Ajv {
    return new Ajv({ strict: false, validateFormats: false });
}

// keywords that another draft reads otherwise, such as a boolean `exclusiveMinimum`, are refused
function withoutDraft4(schema: object): object {
    const { $schema, ...keywords } = schema as { $schema?: unknown };
    return $schema === draft4 ? keywords : schema;
}
