import { PageMain } from "@/components/ui/page-shell";
import WideNotFound from "./(wide)/not-found";

export { generateMetadata } from "./(wide)/not-found";

/** In the frame of the console, for pages whose own layout draws `<main>`. */
export default function ConsoleNotFound() {
  return (
    <PageMain>
      <WideNotFound />
    </PageMain>
  );
}
