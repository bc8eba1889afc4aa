/** A certificate of an authority that is nobody's, valid for a hundred years. Its key was thrown away. */
export const certificate = `-----BEGIN CERTIFICATE-----
MIIBlzCCAT2gAwIBAgIUPLghVqjvZ2jgLyNvFjYwh0jw3s0wCgYIKoZIzj0EAwIw
IDEeMBwGA1UEAwwVYXV0aG9yaXR5LmV4YW1wbGUuY29tMCAXDTI2MTEyNTIyMDAz
MFoYDzIxMjYxMTAxMjIwMDMwWjAgMR4wHAYDVQQDDBVhdXRob3JpdHkuZXhhbXBs
ZS5jb20wWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQhqLNcw0xA/rzToaYr1pKV
flzo7jAMR3KL8qSZenzjOejGAXBdOTZxOSx3jX94GebA5/MproFBPEPOHzsIFnxE
o1MwUTAdBgNVHQ4EFgQUhrHxDwMca9Xna/B+N12pkoNbSAAwHwYDVR0jBBgwFoAU
hrHxDwMca9Xna/B+N12pkoNbSAAwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQD
AgNIADBFAiEApNuHnKDj+jcB2VtxYx/66sSnjQGo+pta3IfOuU96H8UCIDxIlXuc
r7e6dFlhdr8EImAyckyHjWRNzlMT3xOMEfcc
-----END CERTIFICATE-----`;
