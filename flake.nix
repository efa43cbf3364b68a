{
  description = "Keeps a Photos library in step with an Immich server, and verifies every file";

  # The last line of nixpkgs for both kinds of Mac; nothing but tools to unpack the app is used of it.
  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixpkgs-26.05-darwin";

  outputs =
    { nixpkgs, ... }:
    let
      # Each release writes it anew; before the first there is no package.
      release = ./build/nix/release.json;
      packagesFor =
        system:
        if builtins.pathExists release then
          rec {
            immich-sync = nixpkgs.legacyPackages.${system}.callPackage ./build/nix/package.nix {
              release = builtins.fromJSON (builtins.readFile release);
            };
            default = immich-sync;
          }
        else
          { };
    in
    {
      packages = nixpkgs.lib.genAttrs [
        "aarch64-darwin"
        "x86_64-darwin"
      ] packagesFor;
      darwinModules.default = ./build/nix/darwin.nix;
      homeManagerModules.default = ./build/nix/home-manager.nix;
    };
}
