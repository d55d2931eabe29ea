// The library without OpenID Connect: as for any provider of OAuth 2.0.
package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"os"

	"golang.org/x/oauth2"
)

func main() {
	issuer := os.Getenv("ISSUER")
	config := oauth2.Config{
		ClientID:     os.Getenv("CLIENT_ID"),
		ClientSecret: os.Getenv("CLIENT_SECRET"),
		Endpoint:     oauth2.Endpoint{AuthURL: issuer + "/oauth/authorize", TokenURL: issuer + "/oauth/token"},
		RedirectURL:  os.Getenv("APP_URL") + "/callback",
		Scopes:       []string{"account:read"},
	}
	var state string
	var token *oauth2.Token

	home := func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/", http.StatusFound) }
	http.HandleFunc("/{$}", func(w http.ResponseWriter, r *http.Request) {
		if token == nil {
			fmt.Fprint(w, "nobody")
			return
		}
		answer, err := config.Client(r.Context(), token).Get(issuer + "/api/v1/account")
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		defer answer.Body.Close()
		var user map[string]any
		if err := json.NewDecoder(answer.Body).Decode(&user); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		fmt.Fprint(w, user["name"], " ", user["email"], " ", answer.Status)
	})
	http.HandleFunc("/login", func(w http.ResponseWriter, r *http.Request) {
		state = rand.Text()
		http.Redirect(w, r, config.AuthCodeURL(state), http.StatusFound)
	})
	http.HandleFunc("/callback", func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("state") != state {
			http.Error(w, "state", http.StatusBadRequest)
			return
		}
		found, err := config.Exchange(context.Background(), r.URL.Query().Get("code"))
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		token = found
		home(w, r)
	})
	http.HandleFunc("/refresh", func(w http.ResponseWriter, r *http.Request) {
		found, err := config.TokenSource(r.Context(), &oauth2.Token{RefreshToken: token.RefreshToken}).Token()
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		token = found
		home(w, r)
	})
	http.HandleFunc("/logout", func(w http.ResponseWriter, r *http.Request) {
		token = nil
		home(w, r)
	})
	log.Fatal(http.ListenAndServe(os.Getenv("HOST")+":"+os.Getenv("PORT"), nil))
}
