import type { Metadata } from "next";
import { NothingHere } from "@/components/ui/nothing-here";
import { getPageWords } from "@/lib/auth/page-words";
import { getPageContext } from "@/lib/http/page-context";

export async function generateMetadata(): Promise<Metadata> {
  const { common, admin } = await getPageWords();
  return { title: common.pageTitle(admin.notFound.title, (await getPageContext()).portalName) };
}

/** In the frame of the administration. */
export default async function AdminNotFound() {
  const { admin } = await getPageWords();
  return <NothingHere texts={admin.notFound} href="/admin/clients" />;
}
