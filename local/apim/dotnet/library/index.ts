import { bitConverterMembers, convertMembers, encodingMembers, hmacSha256Members, sha256Members } from "./bytes";
import {
    apiMembers,
    bodyMembers,
    contextMembers,
    jwtMembers,
    lastErrorMembers,
    requestMembers,
    responseMembers,
    urlMembers,
    valuesMembers,
    variablesMembers,
} from "./context";
import {
    arrayTokenMembers,
    containerMembers,
    jsonConvertMembers,
    objectMembers,
    propertyMembers,
    tokenMembers,
    tokenTypeMembers,
    valueMembers,
} from "./json";
import type { Members } from "./members";
import { regexMembers } from "./regex";
import { arrayMembers, enumerableMembers, listMembers, sequenceMembers } from "./sequences";
import { stringBuilderMembers, stringComparisonMembers, stringMembers } from "./text";
import { dateTimeOffsetMembers, exceptionMembers, guidMembers, intMembers, longMembers, mathMembers } from "./values";

/** What members do, by the names of their types in the policy subset. */
export const library: Record<string, Members> = {
    Context: contextMembers,
    IApi: apiMembers,
    ILastError: lastErrorMembers,
    IMessageBody: bodyMembers,
    IRequest: requestMembers,
    IResponse: responseMembers,
    IUrl: urlMembers,
    Jwt: jwtMembers,
    "IReadOnlyDictionary<string, string[]>": valuesMembers,
    "IReadOnlyDictionary<string, object>": variablesMembers,
    int: intMembers,
    long: longMembers,
    string: stringMembers,
    StringComparison: stringComparisonMembers,
    Guid: guidMembers,
    DateTimeOffset: dateTimeOffsetMembers,
    Exception: exceptionMembers,
    "T[]": arrayMembers,
    "IEnumerable<T>": sequenceMembers,
    "List<T>": listMembers,
    Enumerable: enumerableMembers,
    BitConverter: bitConverterMembers,
    Convert: convertMembers,
    Encoding: encodingMembers,
    HMACSHA256: hmacSha256Members,
    SHA256: sha256Members,
    Math: mathMembers,
    Regex: regexMembers,
    StringBuilder: stringBuilderMembers,
    JArray: arrayTokenMembers,
    JsonConvert: jsonConvertMembers,
    JContainer: containerMembers,
    JObject: objectMembers,
    JProperty: propertyMembers,
    JToken: tokenMembers,
    JTokenType: tokenTypeMembers,
    JValue: valueMembers,
};
