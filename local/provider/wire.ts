import { ListValue, NullValue, Value as ProtobufValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import { type Properties, type Secrets, unknown, type Value } from "./provider";

/** Name of the property that marks an object as a wrapper, and the kinds of wrappers (SDK runtime/rpc.js). */
const wrapperKey = "4dabf18193072939515e22adb298388d";
const secret = "1b47061264138c4ac30d75fd1eb44270";
const output = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const resourceReference = "5cf8f73096256a8f31e491e813e4eb8e";

/** Reads what the engine sends: secrets and outputs unwrapped, nulls left out of objects because they mean absent. */
export function toProperties(struct: Struct | undefined): Properties {
    return struct === undefined ? {} : properties(struct);
}

function properties(struct: Struct): Properties {
    const entries: [string, Value][] = [];
    struct.getFieldsMap().forEach((field, name) => {
        const value = toValue(field);
        if (value !== null) {
            entries.push([name, value]);
        }
    });
    return Object.fromEntries(entries);
}

function toValue(value: ProtobufValue): Value {
    switch (value.getKindCase()) {
        case ProtobufValue.KindCase.BOOL_VALUE:
            return value.getBoolValue();
        case ProtobufValue.KindCase.NUMBER_VALUE:
            return value.getNumberValue();
        case ProtobufValue.KindCase.STRING_VALUE:
            return value.getStringValue();
        case ProtobufValue.KindCase.LIST_VALUE:
            return (value.getListValue() as ListValue).getValuesList().map(toValue);
        case ProtobufValue.KindCase.STRUCT_VALUE:
            return unwrap(properties(value.getStructValue() as Struct));
        default:
            return null;
    }
}

function unwrap(object: Properties): Value {
    switch (object[wrapperKey]) {
        case undefined:
            return object;
        case secret:
            return object.value ?? null;
        case output:
            return object.value ?? unknown;
        case resourceReference:
            return object.id || object.urn || null;
        default:
            throw new Error(`The engine sent a value of the unknown kind ${object[wrapperKey]}, perhaps an asset.`);
    }
}

/** Where the engine marked secrets. An array with a secret in it is one as a whole. */
export function secretsIn(struct: Struct | undefined): Secrets {
    const secrets: [string, Secrets][] = [];
    struct?.getFieldsMap().forEach((field, name) => {
        const inner = secretsOf(field);
        if (inner !== undefined) {
            secrets.push([name, inner]);
        }
    });
    return secrets.length === 0 ? undefined : Object.fromEntries(secrets);
}

function secretsOf(value: ProtobufValue): Secrets {
    const struct = value.getStructValue();
    if (struct?.getFieldsMap().get(wrapperKey)?.getStringValue() === secret) {
        return true;
    }
    const items = value.getListValue()?.getValuesList() ?? [];
    return items.some((item) => secretsOf(item) !== undefined) || secretsIn(struct);
}

/** A value that the engine is to encrypt and not to show. */
export function asSecret(value: Value): Value {
    return { [wrapperKey]: secret, value };
}

/** The object with the same parts secret, as far as it has them. */
export function withSecrets(object: Properties, secrets: Secrets): Properties {
    const entries = Object.entries(object).map(([name, value]): [string, Value] => {
        const inner = secrets === true ? true : secrets?.[name];
        if (inner === undefined) {
            return [name, value];
        }
        const nested = value instanceof Object && !Array.isArray(value) && inner !== true;
        return [name, nested ? withSecrets(value, inner) : asSecret(value)];
    });
    return Object.fromEntries(entries);
}

/** Writes what the engine reads; properties that are undefined are left out. */
export function toStruct(object: Properties): Struct {
    const struct = new Struct();
    const fields = struct.getFieldsMap();
    for (const [name, value] of Object.entries(object)) {
        if (value !== undefined) {
            fields.set(name, toProtobuf(value));
        }
    }
    return struct;
}

function toProtobuf(value: Value): ProtobufValue {
    const result = new ProtobufValue();
    switch (typeof value) {
        case "boolean":
            return result.setBoolValue(value);
        case "number":
            return result.setNumberValue(value);
        case "string":
            return result.setStringValue(value);
        case "object":
            if (Array.isArray(value)) {
                return result.setListValue(new ListValue().setValuesList(value.map(toProtobuf)));
            }
            return value === null ? result.setNullValue(NullValue.NULL_VALUE) : result.setStructValue(toStruct(value));
        default:
            throw new Error(`A ${typeof value} cannot be sent to the engine.`);
    }
}
