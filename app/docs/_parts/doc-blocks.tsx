import { CodeBlock } from "@/components/ui/code-block";
import { type ExampleName, readExample } from "@/lib/docs/examples";
import type { DocBlock } from "@/lib/docs/pages";
import { type ExampleApp, writeRequest } from "@/lib/docs/requests";
import type { Words } from "@/lib/i18n/words";
import { SequenceDrawing } from "./sequence-drawing";

export interface DocBlockProps {
  words: Words;
  block: DocBlock;
  /** whose values the requests have */
  app: ExampleApp;
}

/** What a section shows below its text. */
export function ShownBlock({ words, block, app }: DocBlockProps) {
  switch (block.kind) {
    case "drawing":
      return <SequenceDrawing words={words} name={block.name} />;
    case "requests":
      return block.names.map((name) => (
        <CodeBlock key={name} label={words.docs.requests[name]} code={writeRequest(name, app)} />
      ));
    case "examples":
      return (
        <>
          {block.names.map((name) => (
            <Example key={name} words={words} name={name} />
          ))}
          <p className="text-sm text-fg-muted">{words.docs.exampleHint}</p>
        </>
      );
  }
}

async function Example({ words, name }: { words: Words; name: ExampleName }) {
  const { source, code } = await readExample(name);
  return <CodeBlock label={words.docs.exampleOf(source)} code={code} />;
}
