import { isNode, place, type SourceFile, type SyntaxNode } from "./source-files";

const VISIBLE_ATTRIBUTES = new Set([
  "title",
  "alt",
  "placeholder",
  "label",
  "hint",
  "heading",
  "description",
  "summary",
  "caption",
  "aria-label",
  "aria-description",
  "aria-roledescription",
  "aria-valuetext",
  "aria-placeholder",
]);

/** The prefixes of our tokens and secrets are the same in every language. */
const WIRE_VALUE = /^pt_[a-z]{2}_[^a-z]*$/;
const HAS_LETTERS = /\p{L}/u;

/**
 * Literals that people would see: text between tags, literal children, and attributes that are shown or read out. It
 * finds everything that is written in the JSX itself, but does not follow a literal that reaches it through a variable.
 */
export function findUncataloguedWords(file: SourceFile): string[] {
  return file.nodes
    .flatMap((node) => visibleLiterals(node))
    .filter(({ text }) => !WIRE_VALUE.test(text))
    .map(({ node, text }) => `${place(file, node)} ${text}`);
}

function visibleLiterals(node: SyntaxNode): { node: SyntaxNode; text: string }[] {
  if (node.type === "JSXText" && typeof node.value === "string" && HAS_LETTERS.test(node.value)) {
    return [{ node, text: node.value.trim() }];
  }
  if (node.type === "JSXElement" || node.type === "JSXFragment") {
    const children = Array.isArray(node.children) ? node.children.filter(isNode) : [];
    return children
      .filter((child) => child.type === "JSXExpressionContainer")
      .flatMap((child) => (isNode(child.expression) ? literalsOf(child.expression) : []));
  }
  if (node.type === "JSXAttribute" && isNode(node.name) && VISIBLE_ATTRIBUTES.has(String(node.name.name))) {
    return isNode(node.value) ? literalsOf(node.value) : [];
  }
  return [];
}

/** The literals that an expression can become. */
function literalsOf(node: SyntaxNode): { node: SyntaxNode; text: string }[] {
  const next = (...fields: string[]) => fields.flatMap((field) => (isNode(node[field]) ? literalsOf(node[field]) : []));
  switch (node.type) {
    case "Literal":
      return typeof node.value === "string" && HAS_LETTERS.test(node.value) ? [{ node, text: node.value }] : [];
    case "TemplateLiteral": {
      const quasis = Array.isArray(node.quasis) ? node.quasis.filter(isNode) : [];
      return quasis
        .map((quasi) => ({ node: quasi, text: String((quasi.value as { cooked?: string }).cooked) }))
        .filter(({ text }) => HAS_LETTERS.test(text));
    }
    case "JSXExpressionContainer":
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "ParenthesizedExpression":
      return next("expression");
    case "ConditionalExpression":
      return next("consequent", "alternate");
    case "LogicalExpression":
    case "BinaryExpression":
      return node.type === "BinaryExpression" && node.operator !== "+" ? [] : next("left", "right");
    default:
      return [];
  }
}
