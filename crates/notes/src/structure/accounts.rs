//! Names of accounts, addresses and pass words, which look like codes of shots: `微信 wx_sc012`, `提取码 sc45`.
//!
//! In: a folded text and a sign where a word begins. Out: whether it is such a name, and where it ends. Never: a word of
//! running text for an account.

use super::view::{View, is_code};

/// What stands before the name of an account.
const ACCOUNTS: &str = "微信号|微信|wechat|qq|邮箱|信箱|email|e-mail|mail|skype|telegram|账号|帐号|用户名|提取码|\
     验证码|密码|口令|비밀번호|암호|パスワード|password|passcode|메일|이메일|카톡|아이디|メール|\
     アカウント";

/// Whether a word is the name of an account or stands before the `@` of an address: `微信 wx_sc012`, `shot12@anim.example`.
pub(super) fn is_account(view: &View<'_>, at: usize) -> bool {
    let end = skip_word(view, at);
    if view.at(end) == '@' && is_code(view.at(end + 1)) {
        return true;
    }
    let before: String = (at.saturating_sub(12)..at).map(|idx| view.at(idx)).collect();
    let before = before.trim_end_matches([' ', ':']);
    ACCOUNTS.split('|').any(|word| before.ends_with(word))
}

/// The sign after a word or address in Latin letters, which is passed over whole.
pub(super) fn skip_word(view: &View<'_>, from: usize) -> usize {
    let mut at = from;
    while is_code(view.at(at)) || (matches!(view.at(at), '_' | '.') && is_code(view.at(at + 1))) {
        at += 1;
    }
    if view.has(at, "://") {
        while at < view.len() && view.at(at) != ' ' {
            at += 1;
        }
    }
    at.max(from + 1)
}
