import { isNode, place, type SourceFile, type SyntaxNode } from "./source-files";

const CAPITALS = /^[A-Z][A-Z0-9_]*$/;

/**
 * Constants of a module in the wrong case: plain data (numbers, texts, patterns, and lists and sets of them) is written
 * in capitals, so that readers can tell it from computed values; functions and values that change are not. Exports of
 * pages and routes are ignored, because Next.js chose those names.
 */
export function findMiscasedConstants(file: SourceFile): string[] {
  const plain = new Set<string>();
  return file.nodes
    .filter((node) => node.type === "Program")
    .flatMap(({ body }) => (Array.isArray(body) ? body.filter(isNode) : []))
    .flatMap((statement) => constantsOf(statement, file.path.startsWith("app/")))
    .filter(({ name, value }) => {
      const isPlain = isPlainData(value, plain);
      if (isPlain) plain.add(name);
      return isPlain ? !CAPITALS.test(name) : CAPITALS.test(name) && isAlive(value);
    })
    .map(({ name, value }) => `${place(file, value)} ${name}`);
}

function constantsOf(statement: SyntaxNode, isPage: boolean): { name: string; value: SyntaxNode }[] {
  const isExported = statement.type === "ExportNamedDeclaration";
  if (isExported && isPage) return [];
  const declaration = isExported ? statement.declaration : statement;
  if (!isNode(declaration) || declaration.type !== "VariableDeclaration" || declaration.kind !== "const") return [];
  const declarators = Array.isArray(declaration.declarations) ? declaration.declarations.filter(isNode) : [];
  return declarators.flatMap(({ id, init }) =>
    isNode(id) && id.type === "Identifier" && isNode(init) ? [{ name: String(id.name), value: init }] : [],
  );
}

/** @param known the names of plain data above it in the file */
function isPlainData(node: unknown, known: ReadonlySet<string>): boolean {
  if (!isNode(node)) return false;
  const isPlain = (each: unknown) => isPlainData(each, known);
  switch (node.type) {
    case "Literal":
      return node.value !== null && typeof node.value !== "boolean";
    case "TemplateLiteral":
      return Array.isArray(node.expressions) && node.expressions.length === 0;
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "ParenthesizedExpression":
      return isPlain(node.expression);
    case "UnaryExpression":
    case "SpreadElement":
      return isPlain(node.argument);
    case "BinaryExpression":
      return isPlain(node.left) && isPlain(node.right);
    case "Identifier":
      return known.has(String(node.name));
    case "ArrayExpression":
      return Array.isArray(node.elements) && node.elements.length > 0 && node.elements.every(isPlain);
    case "NewExpression":
      return (
        isNode(node.callee) &&
        node.callee.name === "Set" &&
        Array.isArray(node.arguments) &&
        node.arguments.length === 1 &&
        node.arguments.every(isPlain)
      );
    default:
      return false;
  }
}

/** Whether it is called, or changes. */
function isAlive(node: SyntaxNode): boolean {
  if (node.type === "ArrowFunctionExpression" || node.type === "FunctionExpression") return true;
  const hasNothingYet = Array.isArray(node.arguments) && node.arguments.length === 0;
  return node.type === "NewExpression" && hasNothingYet;
}
