// What a kubectl plugin does to get an ID token, and what the API server does with it: the authenticator is its own.
package main

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"log"
	"net/http"
	"os"
	"strings"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
	"k8s.io/apiserver/pkg/apis/apiserver"
	"k8s.io/apiserver/pkg/server/dynamiccertificates"
	authenticator "k8s.io/apiserver/plugin/pkg/authenticator/token/oidc"
)

// newAuthenticator is started with the flags --oidc-issuer-url, --oidc-client-id, --oidc-ca-file,
// --oidc-username-claim=email and --oidc-groups-claim=groups.
func newAuthenticator(ctx context.Context) (authenticator.AuthenticatorTokenWithHealthCheck, error) {
	authority, err := dynamiccertificates.NewDynamicCAContentFromFile("oidc", os.Getenv("CA_FILE"))
	if err != nil {
		return nil, err
	}
	noPrefix := ""
	return authenticator.New(ctx, authenticator.Options{
		CAContentProvider: authority,
		JWTAuthenticator: apiserver.JWTAuthenticator{
			Issuer: apiserver.Issuer{URL: os.Getenv("ISSUER"), Audiences: []string{os.Getenv("CLIENT_ID")}},
			ClaimMappings: apiserver.ClaimMappings{
				Username: apiserver.PrefixedClaimOrExpression{Claim: "email", Prefix: &noPrefix},
				Groups:   apiserver.PrefixedClaimOrExpression{Claim: "groups", Prefix: &noPrefix},
			},
		},
	})
}

// newContext makes requests trust the portal's certificate.
func newContext() (context.Context, error) {
	certificate, err := os.ReadFile(os.Getenv("CA_FILE"))
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(certificate)
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}}
	return oidc.ClientContext(context.Background(), client), nil
}

func main() {
	ctx, err := newContext()
	if err != nil {
		log.Fatal(err)
	}
	provider, err := oidc.NewProvider(ctx, os.Getenv("ISSUER"))
	if err != nil {
		log.Fatal(err)
	}
	server, err := newAuthenticator(ctx)
	if err != nil {
		log.Fatal(err)
	}
	config := oauth2.Config{
		ClientID:    os.Getenv("CLIENT_ID"),
		Endpoint:    provider.Endpoint(),
		RedirectURL: os.Getenv("APP_URL"),
		Scopes:      []string{oidc.ScopeOpenID, "email", "groups", oidc.ScopeOfflineAccess},
	}
	var state, verifier string
	var token *oauth2.Token

	http.HandleFunc("/{$}", func(w http.ResponseWriter, r *http.Request) {
		if code := r.URL.Query().Get("code"); code != "" && r.URL.Query().Get("state") == state {
			token, err = config.Exchange(ctx, code, oauth2.VerifierOption(verifier))
			if err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
				return
			}
		}
		if token == nil {
			fmt.Fprint(w, "nobody")
			return
		}
		raw, _ := token.Extra("id_token").(string)
		answer, ok, err := server.AuthenticateToken(r.Context(), raw)
		if err != nil || !ok {
			http.Error(w, fmt.Sprint("the API server refuses the token: ", err), http.StatusUnauthorized)
			return
		}
		fmt.Fprintf(w, "%s is in [%s]", answer.User.GetName(), strings.Join(answer.User.GetGroups(), ", "))
	})
	http.HandleFunc("/login", func(w http.ResponseWriter, r *http.Request) {
		state, verifier = rand.Text(), oauth2.GenerateVerifier()
		http.Redirect(w, r, config.AuthCodeURL(state, oauth2.S256ChallengeOption(verifier)), http.StatusFound)
	})
	http.HandleFunc("/refresh", func(w http.ResponseWriter, r *http.Request) {
		token, err = config.TokenSource(ctx, &oauth2.Token{RefreshToken: token.RefreshToken}).Token()
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		http.Redirect(w, r, "/", http.StatusFound)
	})
	http.HandleFunc("/logout", func(w http.ResponseWriter, r *http.Request) {
		token = nil
		http.Redirect(w, r, "/", http.StatusFound)
	})
	log.Fatal(http.ListenAndServe(os.Getenv("HOST")+":"+os.Getenv("PORT"), nil))
}
