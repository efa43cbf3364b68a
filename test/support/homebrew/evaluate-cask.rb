# Evaluates a cask as Homebrew does, with a stand-in for its language (https://docs.brew.sh/Cask-Cookbook), and prints what it says as JSON:
# the stanzas in their order, each with its arguments. A stanza or a key that Homebrew does not know ends it with an error.
#   ruby evaluate-cask.rb FILE
require 'json'

DIRECTIVES = %i[early_script launchctl quit signal on_upgrade login_item kext script pkgutil delete trash rmdir].freeze
KEYS = {
  version: [], sha256: %i[arm intel], url: %i[using header user_agent], name: [], desc: [], homepage: [], auto_updates: [],
  conflicts_with: %i[cask], depends_on: %i[macos maximum_macos arch cask formula], app: %i[target], binary: %i[target],
  manpage: [], bash_completion: %i[target], fish_completion: %i[target], zsh_completion: %i[target],
  uninstall: DIRECTIVES, zap: DIRECTIVES, caveats: [], livecheck: []
}.freeze
READABLE = %i[version].freeze

class Livecheck < BasicObject
  def initialize(said) = @said = said
  def url(value) = @said[:url] = value
  def strategy(value) = @said[:strategy] = value
end

class Cask < BasicObject
  attr_reader :stanzas, :token

  def initialize(token)
    @token = token
    @stanzas = []
  end

  def appdir = '/Applications'

  def method_missing(name, *values, **keys, &block)
    known = ::KEYS.fetch(name) { ::Kernel.raise ::NameError, "unknown stanza #{name}" }
    return @stanzas.assoc(name)[1][0] if ::READABLE.include?(name) && values.empty? && keys.empty?

    (keys.keys - known).each { |key| ::Kernel.raise ::ArgumentError, "unknown key #{key} of #{name}" }
    ::Livecheck.new(keys).instance_eval(&block) if name == :livecheck
    @stanzas << [name, values, keys]
  end
end

def cask(token, &block)
  cask = Cask.new(token)
  cask.instance_eval(&block)
  puts JSON.generate({ token: token, stanzas: cask.stanzas })
end

load ARGV.fetch(0)
