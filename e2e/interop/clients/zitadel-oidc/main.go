// The example of the library's folder example/client/app, with the claims of userinfo.
package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"log"
	"net/http"
	"os"

	"github.com/zitadel/oidc/v3/pkg/client/rp"
	httphelper "github.com/zitadel/oidc/v3/pkg/http"
	"github.com/zitadel/oidc/v3/pkg/oidc"
)

type tokens = oidc.Tokens[*oidc.IDTokenClaims]

func main() {
	ctx := context.Background()
	app := os.Getenv("APP_URL")
	key := []byte("0123456789abcdef")
	cookies := httphelper.NewCookieHandler(key, key, httphelper.WithUnsecure())
	provider, err := rp.NewRelyingPartyOIDC(
		ctx,
		os.Getenv("ISSUER"),
		os.Getenv("CLIENT_ID"),
		os.Getenv("CLIENT_SECRET"),
		app+"/auth/callback",
		[]string{"openid", "profile", "email", "offline_access"},
		rp.WithCookieHandler(cookies),
		rp.WithPKCE(cookies),
	)
	if err != nil {
		log.Fatal(err)
	}
	var held *tokens
	var user *oidc.UserInfo

	keep := func(
		w http.ResponseWriter, r *http.Request, found *tokens, state string, rp rp.RelyingParty, info *oidc.UserInfo,
	) {
		held, user = found, info
		http.Redirect(w, r, "/", http.StatusFound)
	}
	http.HandleFunc("/{$}", func(w http.ResponseWriter, r *http.Request) {
		if user == nil {
			fmt.Fprint(w, "nobody")
			return
		}
		fmt.Fprint(w, user.Name, " ", user.Email)
	})
	http.Handle("/login", rp.AuthURLHandler(rand.Text, provider))
	http.Handle("/auth/callback", rp.CodeExchangeHandler(rp.UserinfoCallback(keep), provider))
	http.HandleFunc("/refresh", func(w http.ResponseWriter, r *http.Request) {
		found, err := rp.RefreshTokens[*oidc.IDTokenClaims](r.Context(), provider, held.RefreshToken, "", "")
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		held = found
		http.Redirect(w, r, "/", http.StatusFound)
	})
	http.HandleFunc("/logout", func(w http.ResponseWriter, r *http.Request) {
		address, err := rp.EndSession(r.Context(), provider, held.IDToken, app+"/", "", "", nil)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		user = nil
		http.Redirect(w, r, address.String(), http.StatusFound)
	})
	log.Fatal(http.ListenAndServe(os.Getenv("HOST")+":"+os.Getenv("PORT"), nil))
}
