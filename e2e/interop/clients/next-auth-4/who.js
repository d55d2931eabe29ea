import { getServerSession } from "next-auth/next";
import { options } from "../../options.js";

export default async function who(request, response) {
  const session = await getServerSession(request, response, options);
  response.send(session ? `${session.user.name} ${session.user.email}` : "nobody");
}
