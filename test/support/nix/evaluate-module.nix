# What one of our modules makes of a person's `services.immich-sync`, given as JSON: the options with their values, and the configuration.
{ module, user }:

let
  lib = import ./stand-in-lib.nix;
  pkgs.writeText = builtins.toFile;
  given = builtins.fromJSON user;

  valueOf =
    name: option:
    let
      value = given.${name} or (option.default or (throw "services.immich-sync.${name} has no value"));
    in
    if option.type.check value then value else throw "services.immich-sync.${name} is not of its type";

  # Conditions are worked out, however deep they are.
  resolve =
    value:
    if !builtins.isAttrs value || value ? outPath then
      value
    else if value._type or null == "if" then
      (if value.condition then resolve value.content else { })
    else
      builtins.mapAttrs (_: resolve) value;

  evaluated = import (/. + module) {
    inherit lib pkgs;
    config = {
      system.primaryUser = "anna";
      home.homeDirectory = "/Users/anna";
      targets.darwin.copyApps = {
        enable = true;
        directory = "Applications/Home Manager Apps";
      };
      services.immich-sync = values;
    };
  };
  options = evaluated.options.services.immich-sync;
  values = builtins.mapAttrs valueOf options;
  unknown = builtins.attrNames (builtins.removeAttrs given (builtins.attrNames options));
in
if unknown != [ ] then
  throw "services.immich-sync has no option ${builtins.head unknown}"
else
  {
    inherit values;
    config = resolve evaluated.config;
  }
