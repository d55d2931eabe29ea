import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { AuthProvider, useAuth } from "react-oidc-context";

function App() {
  const auth = useAuth();
  if (auth.isLoading) return <p>…</p>;
  if (auth.error) return <p>{auth.error.message}</p>;
  if (!auth.isAuthenticated)
    return (
      <button type="button" onClick={() => auth.signinRedirect()}>
        Sign in
      </button>
    );
  const { name, email } = auth.user.profile;
  return (
    <>
      <p>
        {name} {email}
      </p>
      <button type="button" onClick={() => auth.signinSilent()}>
        Refresh
      </button>
      <button type="button" onClick={() => auth.signoutRedirect()}>
        Sign out
      </button>
    </>
  );
}

const settings = {
  authority: ISSUER,
  client_id: CLIENT_ID,
  redirect_uri: `${location.origin}/`,
  post_logout_redirect_uri: `${location.origin}/`,
  scope: "openid profile email offline_access",
  onSigninCallback: () => history.replaceState({}, document.title, location.pathname),
};
createRoot(document.getElementById("root")).render(
  <StrictMode>
    <AuthProvider {...settings}>
      <App />
    </AuthProvider>
  </StrictMode>,
);
