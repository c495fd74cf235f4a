// part coze

//! What the program itself says in its help.

use super::language::Text;

const fn text(en: &'static str, zh: &'static str) -> Text {
    Text { en, zh }
}

pub(crate) const ABOUT: Text = text(
    "Every call of the Coze API, and conversations with agents.",
    "扣子 API 的全部接口，以及与智能体的对话。",
);
pub(crate) const CALLS: Text = text("Calls", "调用");
pub(crate) const COMMANDS: Text = text("Commands", "命令");
pub(crate) const ARGUMENTS: Text = text("Arguments", "参数");
pub(crate) const OPTIONS: Text = text("Options", "选项");
pub(crate) const USAGE: Text = text("Usage:", "用法：");
pub(crate) const JSON_FORM: Text = text(
    "JSON, @FILE or - for standard input:",
    "JSON、@文件，或以 - 读取标准输入：",
);
pub(crate) const DEFAULT: Text = text("Where it is left out:", "默认值：");
pub(crate) const REPEATED: Text = text(
    "Repeat the option for several.",
    "可重复使用该选项以指定多个值。",
);
pub(crate) const HELP: Text = text("Prints help; `-h` in short", "显示帮助；`-h` 为简要帮助");
pub(crate) const VERSION: Text = text("Prints the version", "显示版本");
pub(crate) const BASE_URL: Text = text(
    "Where the API is, instead of COZE_API_BASE: https://api.coze.com, https://api.coze.cn or a server of your own",
    "API 地址，代替 COZE_API_BASE：https://api.coze.com、https://api.coze.cn 或自建服务",
);
pub(crate) const OAUTH_CONFIG: Text = text(
    "Signs in as the OAuth app of this configuration file, in the format of the official SDKs",
    "以此配置文件（官方 SDK 格式）中的 OAuth 应用登录",
);
pub(crate) const LANG: Text = text("The language of the help: en or zh", "帮助的语言：en 或 zh");
pub(crate) const JSON: Text = text(
    "Prints JSON, one line for each reply, item or event, also on a terminal",
    "输出 JSON（每个结果、条目或事件一行），在终端中亦然",
);
pub(crate) const ALL: Text = text(
    "Gets all pages, and prints one item after the other",
    "获取所有分页，逐条输出",
);
pub(crate) const BODY: Text = text(
    "The whole body as JSON, @FILE or - for standard input; arguments take the place of its fields",
    "完整的请求体：JSON、@文件，或以 - 读取标准输入；其余参数会替换其中的字段",
);
pub(crate) const OUTPUT: Text = text(
    "Saves the reply to this file; - is standard output",
    "将结果保存到此文件；- 表示标准输出",
);
pub(crate) const LOGIN: Text = text(
    "Signs in on another device, and keeps the token for later calls",
    "通过另一台设备登录，并保存令牌供后续调用使用",
);
pub(crate) const CLIENT_ID: Text = text(
    "The OAuth app of the type \"TV, device or command line\", instead of COZE_DEVICE_OAUTH_CLIENT_ID",
    "OAuth 应用（类型为 TV、设备或命令行程序）的客户端 ID，代替 COZE_DEVICE_OAUTH_CLIENT_ID",
);
pub(crate) const WORKSPACE_ID: Text = text(
    "Grants access to this workspace alone",
    "仅授权访问此工作空间",
);
pub(crate) const LOGOUT: Text = text(
    "Forgets the token that `login` keeps",
    "删除 `login` 保存的令牌",
);
pub(crate) const COMPLETIONS: Text = text(
    "Prints the completions of a shell, to be loaded by it",
    "输出 shell 的自动补全脚本",
);
pub(crate) const SHELL: Text = text("The shell", "shell 名称");
pub(crate) const CONVERSATION: Text = text(
    "With --bot-id and no call, it is a conversation: each line is a message, and the agent remembers those before it. Ctrl-C cancels a \
     running answer, and leaves at the prompt, as Ctrl-D does.",
    "指定 --bot-id 而不指定调用时，进入对话：每行为一条消息，智能体记得之前的内容。回答时按 Ctrl-C 取消回答；在提示符处按 Ctrl-C 或 Ctrl-D 退出。",
);
pub(crate) const BOT_ID: Text = text(
    "The agent to talk with, instead of COZE_BOT_ID",
    "对话的智能体 ID，代替 COZE_BOT_ID",
);
pub(crate) const USER_ID: Text = text("Who talks, by a name of yours", "用户标识，由你自行定义");
pub(crate) const CONVERSATION_ID: Text = text(
    "Goes on with this conversation, instead of a new one",
    "继续此会话，而非新建会话",
);
pub(crate) const CODES: Text = text(
    "Tokens: COZE_API_TOKEN, --oauth-config, or `coze login`.\n\
     Exit codes: 0 success, 1 refused or failed by the service, 2 wrong usage or no token, 3 network, 130 interrupted.",
    "令牌来源：COZE_API_TOKEN、--oauth-config 或 `coze login`。\n\
     退出码：0 成功，1 服务拒绝或失败，2 用法错误或没有令牌，3 网络错误，130 被中断。",
);
