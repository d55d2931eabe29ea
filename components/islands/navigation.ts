import { letGo, takeOver } from "./take-over";

/** In the place of `next/navigation`, on pages without the router of Next.js. */
export function useRouter(): { refresh: () => void } {
  return { refresh };
}

const refresh = () => void drawAnew();

/** What a person typed or chose, by the id of the field. */
function readTyped(): Map<string, { value: string; checked: boolean }> {
  const fields = document.querySelectorAll<HTMLInputElement>("input[id]:not([type=hidden]), select[id], textarea[id]");
  return new Map([...fields].map(({ id, value, checked }) => [id, { value, checked }]));
}

/** Draws the page as the portal shows it now, such as in another language. What was typed stays, and so does the focus. */
async function drawAnew(): Promise<void> {
  const answer = await fetch(location.href, { cache: "no-store" });
  const { documentElement, body, title } = new DOMParser().parseFromString(await answer.text(), "text/html");
  const typed = readTyped();
  const { activeElement } = document;
  const pressed = activeElement instanceof HTMLButtonElement ? activeElement : null;
  letGo();
  document.documentElement.lang = documentElement.lang;
  document.title = title;
  document.body.replaceChildren(...body.childNodes);
  for (const [id, { value, checked }] of typed) {
    const field = document.getElementById(id);
    if (field instanceof HTMLInputElement) field.checked = checked;
    if (field && "value" in field) field.value = value;
  }
  takeOver();
  for (const button of pressed ? document.querySelectorAll("button") : []) {
    if (button.name === pressed?.name && button.value === pressed.value) button.focus();
  }
}
