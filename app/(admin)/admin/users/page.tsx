import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { adminTitle, openPeoplePage } from "@/lib/admin/admin-page";
import { getPageWords } from "@/lib/auth/page-words";
import { FACTOR_FILTERS, listPeople, PEOPLE_STATES, SEEN_FILTERS } from "@/lib/people/list-people";
import { AdminHeading } from "../_parts/admin-heading";
import { PeopleFilter } from "./_parts/people-filter";
import { PeopleTable } from "./_parts/people-table";

export const generateMetadata = async () => {
  const words = await getPageWords();
  return adminTitle(words.admin.people.title);
};

const PATH = "/admin/users";
const PAGE_SIZE = 50;

type Given = string | string[] | undefined;
const textOf = (value: Given) => (typeof value === "string" ? value : "");

/** Everybody with an account, page by page. */
export default async function People({
  searchParams,
}: {
  searchParams: Promise<Record<"q" | "state" | "factor" | "seen" | "after", Given>>;
}) {
  const words = await getPageWords();
  const texts = words.admin.people;
  const opened = await openPeoplePage();
  const given = await searchParams;
  const query = textOf(given.q);
  const state = PEOPLE_STATES.find((each) => each === given.state) ?? "all";
  const factor = FACTOR_FILTERS.find((each) => each === given.factor) ?? "all";
  const seen = SEEN_FILTERS.find((each) => each === given.seen) ?? "all";
  const after = textOf(given.after);
  const filter = { query, state, factor, seen, after: after || undefined, limit: PAGE_SIZE };
  const { people, hasMore } = (await listPeople(opened.actor, filter)) ?? { people: [], hasMore: false };
  const asked = new URLSearchParams({
    ...(query && { q: query }),
    ...(state !== "all" && { state }),
    ...(factor !== "all" && { factor }),
    ...(seen !== "all" && { seen }),
  });
  const next = new URLSearchParams([...asked, ["after", people.at(-1)?.userId ?? ""]]);
  return (
    <>
      <AdminHeading
        title={texts.title}
        intro={texts.intro}
        aside={
          opened.user.isAdmin ? (
            <LinkButton href="/admin/users/invite">{words.admin.invitations.open}</LinkButton>
          ) : null
        }
      />
      <PeopleFilter words={words} asked={{ query, state, factor, seen }} path={PATH} />
      {people.length === 0 ? (
        <EmptyState title={texts.none}>{texts.noneHint}</EmptyState>
      ) : (
        <PeopleTable words={words} people={people} now={new Date()} />
      )}
      <div className="flex flex-wrap gap-3">
        {after ? <LinkButton href={`${PATH}?${asked}`}>{texts.first}</LinkButton> : null}
        {hasMore ? <LinkButton href={`${PATH}?${next}`}>{texts.next}</LinkButton> : null}
      </div>
    </>
  );
}
